import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { SentNotice } from "~/session/sent-notice";
import { Button } from "~/ui/button";
import { TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { Link } from "~/ui/link";

interface RequestMailProps {
  kind: "link" | "reset";
  onRequest: (email: string) => Promise<void>;
}

/** Asks for a mail. What follows is the same whether the address is known here or not. */
export function RequestMail({ kind, onRequest }: RequestMailProps) {
  const { t } = useTranslation("doors");
  const [sentTo, setSentTo] = useState<string | null>(null);

  async function submit(values: FormData): Promise<void> {
    const email = textOf(values, "email") ?? "";
    await onRequest(email);
    setSentTo(email);
  }

  return (
    <>
      {sentTo ? (
        <div className="flex flex-col items-start gap-5">
          <SentNotice title={t("sent.title")}>
            <p>{t(`sent.${kind}`, { email: sentTo })}</p>
            <p className="mt-2 text-ink-faint text-sm">{t("sent.nothing")}</p>
          </SentNotice>
          <Button onClick={() => setSentTo(null)}>{t("sent.again")}</Button>
        </div>
      ) : (
        <Form onSubmit={submit}>
          {({ isBusy }) => (
            <>
              <TextField
                name="email"
                type="email"
                label={t("email")}
                autoComplete="email"
                maxLength={254}
                required
              />
              <Button type="submit" variant="primary" size="lg" isBusy={isBusy}>
                {t(`${kind}.submit`)}
              </Button>
            </>
          )}
        </Form>
      )}
      <BackToSignIn />
    </>
  );
}

export function BackToSignIn() {
  const { t } = useTranslation("doors");
  return (
    <Link
      to={paths.signIn()}
      className="inline-flex items-center gap-2 self-start text-ink-soft text-sm hover:text-ink hover:underline"
    >
      <ArrowLeft size={14} aria-hidden="true" />
      {t("back")}
    </Link>
  );
}
