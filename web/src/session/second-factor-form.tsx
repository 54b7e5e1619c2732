import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "~/api/client";
import { Refusal } from "~/session/refusal";
import { Button } from "~/ui/button";
import { CodeField } from "~/ui/code-field";
import { Form, textOf } from "~/ui/form";

interface SecondFactorFormProps {
  onCode: (code: string) => Promise<void>;
  onBack: () => void;
}

/** The second step: what the authenticator app shows, or one of the recovery codes. */
export function SecondFactorForm({ onCode, onBack }: SecondFactorFormProps) {
  const { t } = useTranslation("auth");
  const [isRecovery, setIsRecovery] = useState(false);
  const [isWrong, setIsWrong] = useState(false);

  async function submit(values: FormData): Promise<void> {
    setIsWrong(false);
    try {
      await onCode(textOf(values, "code") ?? "");
    } catch (error) {
      if (!isAboutTheCode(error)) throw error;
      setIsWrong(true);
    }
  }

  return (
    <div className="flex flex-col gap-6">
      <Form onSubmit={submit}>
        {({ isBusy }) => (
          <>
            {isWrong ? <Refusal>{t(isRecovery ? "second.wrong_recovery" : "second.wrong")}</Refusal> : null}
            <CodeField key={String(isRecovery)} isRecovery={isRecovery} />
            <Button type="submit" variant="primary" size="lg" isBusy={isBusy}>
              {t("second.submit")}
            </Button>
          </>
        )}
      </Form>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Button variant="ghost" size="sm" icon={<ArrowLeft size={14} aria-hidden="true" />} onClick={onBack}>
          {t("second.back")}
        </Button>
        <Button
          variant="ghost"
          size="sm"
          onClick={() => {
            setIsRecovery(!isRecovery);
            setIsWrong(false);
          }}
        >
          {t(isRecovery ? "second.use_app" : "second.use_recovery")}
        </Button>
      </div>
    </div>
  );
}

function isAboutTheCode(error: unknown): boolean {
  return error instanceof ApiError && WRONG_CODES.has(error.code);
}

const WRONG_CODES = new Set(["invalid_credentials", "second_factor_invalid", "second_factor_required"]);

export function needsSecondFactor(error: unknown): boolean {
  return error instanceof ApiError && error.code === "second_factor_required";
}
