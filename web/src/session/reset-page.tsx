import { useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { DoorClosed, isSpent } from "~/session/door-closed";
import { redeemReset, requestReset } from "~/session/doors";
import { EntryFrame } from "~/session/entry-frame";
import { RequestMail } from "~/session/request-mail";
import { Button } from "~/ui/button";
import { Form } from "~/ui/form";
import { ButtonLink } from "~/ui/link";
import { PasswordField, passwordOf } from "~/ui/password-field";

/** Asks for a mail that lets one set a new password, and is where that mail leads. */
export function ResetPage() {
  const { t } = useTranslation("doors");
  const { hash: token } = useLocation();
  if (token) return <NewPassword key={token} token={token} />;
  return (
    <EntryFrame title={t("reset.title")} lead={t("reset.lead")}>
      <RequestMail kind="reset" onRequest={requestReset} />
    </EntryFrame>
  );
}

function NewPassword({ token }: { token: string }) {
  const { t } = useTranslation("doors");
  const [isDone, setIsDone] = useState(false);
  const [spent, setSpent] = useState<unknown>(null);

  async function submit(values: FormData): Promise<void> {
    try {
      await redeemReset(token, passwordOf(values, "password"));
      setIsDone(true);
    } catch (error) {
      if (!isSpent(error)) throw error;
      setSpent(error);
    }
  }

  if (spent) {
    return (
      <DoorClosed error={spent} kind="reset">
        <ButtonLink variant="primary" to={paths.signInReset()}>
          {t("closed.new_reset")}
        </ButtonLink>
        <ButtonLink to={paths.signIn()}>{t("closed.sign_in")}</ButtonLink>
      </DoorClosed>
    );
  }
  if (isDone) {
    return (
      <EntryFrame title={t("reset.done_title")} lead={t("reset.done")}>
        <ButtonLink variant="primary" size="lg" to={paths.signIn()}>
          {t("reset.sign_in")}
        </ButtonLink>
      </EntryFrame>
    );
  }
  return (
    <EntryFrame title={t("reset.new_title")} lead={t("reset.new_lead")}>
      <Form onSubmit={submit}>
        {({ isBusy }) => (
          <>
            <PasswordField
              name="password"
              label={t("new_password")}
              help={t("password_help")}
              autoComplete="new-password"
            />
            <Button type="submit" variant="primary" size="lg" isBusy={isBusy}>
              {t("reset.save")}
            </Button>
          </>
        )}
      </Form>
    </EntryFrame>
  );
}
