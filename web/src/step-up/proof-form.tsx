import { Fingerprint } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "~/api/client";
import { getPasskey, isDismissed } from "~/passkeys/webauthn";
import { paths } from "~/paths";
import { passkeyChallenge } from "~/session/doors";
import { signOut } from "~/session/queries";
import { Refusal } from "~/session/refusal";
import { type Proof, type ProofMethod, prove, type StepUpOffer } from "~/step-up/queries";
import { Button } from "~/ui/button";
import { CodeField } from "~/ui/code-field";
import { Form, textOf } from "~/ui/form";
import { PasswordField, passwordOf } from "~/ui/password-field";
import { ProblemNotice } from "~/ui/problem-notice";

interface ProofFormProps {
  offer: StepUpOffer;
  onProved: () => void;
}

/** The quickest first. */
const ORDER: readonly ProofMethod[] = ["passkey", "totp", "password"];

export function ProofForm({ offer, onProved }: ProofFormProps) {
  const { t } = useTranslation("step_up");
  const methods = ORDER.filter((method) => offer.methods.includes(method));
  const [chosen, setChosen] = useState<ProofMethod | null>(null);
  const method = chosen ?? methods[0];
  if (!method) return <SignInAgain />;
  const others = methods.filter((other) => other !== method);
  return (
    <div className="flex flex-col gap-5">
      {method === "passkey" ? (
        <ByPasskey onProved={onProved} />
      ) : (
        <ByText key={method} method={method} onProved={onProved} />
      )}
      {others.length > 0 ? (
        <div className="flex flex-wrap gap-2 border-line border-t pt-4">
          {others.map((other) => (
            <Button key={other} variant="ghost" size="sm" onClick={() => setChosen(other)}>
              {t(`other.${other}`)}
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  );
}

function ByPasskey({ onProved }: Pick<ProofFormProps, "onProved">) {
  const { t } = useTranslation("step_up");
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  async function press(): Promise<void> {
    setIsBusy(true);
    setFailure(null);
    try {
      const { challenge_id, options } = await passkeyChallenge();
      await prove({ challenge_id, credential: await getPasskey(options) });
      onProved();
    } catch (error) {
      if (!isDismissed(error)) setFailure(error);
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <div className="flex flex-col gap-4">
      {isRefused(failure) ? <Refusal>{t("wrong.passkey")}</Refusal> : null}
      {failure && !isRefused(failure) ? <ProblemNotice error={failure} /> : null}
      <Button
        variant="primary"
        size="lg"
        autoFocus
        icon={<Fingerprint size={18} aria-hidden="true" />}
        isBusy={isBusy}
        onClick={() => void press()}
      >
        {t("passkey")}
      </Button>
    </div>
  );
}

interface ByTextProps extends Pick<ProofFormProps, "onProved"> {
  method: "password" | "totp";
}

function ByText({ method, onProved }: ByTextProps) {
  const { t } = useTranslation(["step_up", "auth"]);
  const [isWrong, setIsWrong] = useState(false);

  async function submit(values: FormData): Promise<void> {
    setIsWrong(false);
    const proof: Proof =
      method === "password" ? { password: passwordOf(values, "password") } : { code: textOf(values, "code") };
    try {
      await prove(proof);
      onProved();
    } catch (error) {
      if (!isRefused(error)) throw error;
      setIsWrong(true);
    }
  }

  return (
    <Form onSubmit={submit}>
      {({ isBusy }) => (
        <>
          {isWrong ? <Refusal>{t(`step_up:wrong.${method}`)}</Refusal> : null}
          {method === "password" ? (
            <PasswordField
              name="password"
              label={t("step_up:password")}
              autoComplete="current-password"
              autoFocus
            />
          ) : (
            <CodeField />
          )}
          <Button type="submit" variant="primary" size="lg" isBusy={isBusy}>
            {t("step_up:submit")}
          </Button>
        </>
      )}
    </Form>
  );
}

/** Came in by a link or another house's account, and has nothing else to show: the way in is the proof. */
function SignInAgain() {
  const { t } = useTranslation("step_up");

  async function leave(): Promise<void> {
    await signOut().catch(() => null);
    window.location.assign(paths.signIn(window.location.pathname + window.location.search));
  }

  return (
    <div className="flex flex-col items-start gap-4">
      <p>{t("nothing")}</p>
      <Button variant="primary" onClick={() => void leave()}>
        {t("sign_in_again")}
      </Button>
    </div>
  );
}

function isRefused(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.status === 401 || error.fields.some(({ code }) => code === "not_proved");
}
