import { useLocation, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { DoorClosed, isSpent } from "~/session/door-closed";
import { redeemLink, requestLink } from "~/session/doors";
import { EntryFrame } from "~/session/entry-frame";
import { RequestMail } from "~/session/request-mail";
import { needsSecondFactor, SecondFactorForm } from "~/session/second-factor-form";
import { useEnter } from "~/session/use-enter";
import { Button } from "~/ui/button";
import { ButtonLink } from "~/ui/link";
import { ProblemNotice } from "~/ui/problem-notice";

/** Asks for a link by mail, and is where that link leads. */
export function SignInLinkPage() {
  const { t } = useTranslation("doors");
  const { hash: token } = useLocation();
  if (token) return <Landing key={token} token={token} />;
  return (
    <EntryFrame title={t("link.title")} lead={t("link.lead")}>
      <RequestMail kind="link" onRequest={requestLink} />
    </EntryFrame>
  );
}

/**
 * The link works once, so a press opens it and not the page: programs that look into mails would use it up.
 */
function Landing({ token }: { token: string }) {
  const { t } = useTranslation("doors");
  const { next } = useSearch({ from: "/sign-in/link" });
  const enter = useEnter();
  const [step, setStep] = useState<"press" | "code">("press");
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  async function press(): Promise<void> {
    setIsBusy(true);
    setFailure(null);
    try {
      await enter(() => redeemLink(token));
    } catch (error) {
      if (needsSecondFactor(error)) setStep("code");
      else setFailure(error);
    } finally {
      setIsBusy(false);
    }
  }

  if (isSpent(failure)) {
    return (
      <DoorClosed error={failure} kind="link">
        <ButtonLink variant="primary" to={paths.signInLink(next)}>
          {t("closed.new_link")}
        </ButtonLink>
        <ButtonLink to={paths.signIn(next)}>{t("closed.sign_in")}</ButtonLink>
      </DoorClosed>
    );
  }
  if (step === "code") {
    return (
      <EntryFrame title={t("second_title")} lead={t("second_lead")}>
        <SecondFactorForm
          onCode={(code) => enter(() => redeemLink(token, code))}
          onBack={() => setStep("press")}
        />
      </EntryFrame>
    );
  }
  return (
    <EntryFrame title={t("landing.title")} lead={t("landing.lead")}>
      {failure ? <ProblemNotice error={failure} /> : null}
      <Button variant="primary" size="lg" isBusy={isBusy} onClick={() => void press()}>
        {t("landing.submit")}
      </Button>
    </EntryFrame>
  );
}
