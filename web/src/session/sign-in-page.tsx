import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { Fingerprint, Mail } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "~/api/client";
import type { SignedIn } from "~/api/types";
import { paths } from "~/paths";
import { DemoAccounts } from "~/session/demo-account-cards";
import { type Credentials, signIn } from "~/session/doors";
import { EntryFrame } from "~/session/entry-frame";
import { Providers } from "~/session/providers";
import { healthQuery } from "~/session/queries";
import { Refusal } from "~/session/refusal";
import { needsSecondFactor, SecondFactorForm } from "~/session/second-factor-form";
import { useEnter } from "~/session/use-enter";
import { usePasskeySignIn } from "~/session/use-passkey-sign-in";
import { Button } from "~/ui/button";
import { TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { ButtonLink, Link } from "~/ui/link";
import { PasswordField, passwordOf } from "~/ui/password-field";
import { ProblemNotice } from "~/ui/problem-notice";

type Enter = (open: () => Promise<SignedIn>) => Promise<void>;

export function SignInPage() {
  const { t } = useTranslation("auth");
  const { data: health } = useQuery(healthQuery);
  const enter = useEnter();
  // Only as long as the second step takes, and nowhere but here.
  const [credentials, setCredentials] = useState<Credentials | null>(null);

  async function trySignIn(given: Credentials): Promise<void> {
    try {
      await enter(() => signIn(given));
    } catch (error) {
      if (!needsSecondFactor(error)) throw error;
      setCredentials(given);
    }
  }

  if (credentials) {
    return (
      <EntryFrame
        title={t("second.title")}
        lead={t("second.lead", { email: credentials.email })}
        documentTitle={t("title")}
      >
        <SecondFactorForm
          onCode={(code) => enter(() => signIn({ ...credentials, code }))}
          onBack={() => setCredentials(null)}
        />
      </EntryFrame>
    );
  }
  return (
    <EntryFrame title={t("welcome")} documentTitle={t("title")}>
      <Doors enter={enter} onSignIn={trySignIn} />
      {health?.demo ? <DemoAccounts onEnter={(email, password) => trySignIn({ email, password })} /> : null}
    </EntryFrame>
  );
}

interface DoorsProps {
  enter: Enter;
  onSignIn: (credentials: Credentials) => Promise<void>;
}

/** The ways in, the most usual first. */
function Doors({ enter, onSignIn }: DoorsProps) {
  const { t } = useTranslation("auth");
  const { next, problem } = useSearch({ from: "/sign-in" });
  const passkey = usePasskeySignIn(enter);
  return (
    <div className="flex flex-col gap-6">
      {problem ? <Refusal>{t(`problem.${problem}`)}</Refusal> : null}
      <PasswordForm onSignIn={onSignIn} next={next} />
      <div className="flex items-center gap-4 text-ink-faint text-sm">
        <span aria-hidden="true" className="h-px flex-1 bg-line" />
        {t("or")}
        <span aria-hidden="true" className="h-px flex-1 bg-line" />
      </div>
      {passkey.failure ? <PasskeyProblem failure={passkey.failure} /> : null}
      <div className="grid gap-2 sm:grid-cols-2">
        {passkey.isOffered ? (
          <Button
            icon={<Fingerprint size={16} aria-hidden="true" />}
            isBusy={passkey.isBusy}
            onClick={() => void passkey.press()}
          >
            {t("passkey")}
          </Button>
        ) : null}
        <ButtonLink to={paths.signInLink(next)} icon={<Mail size={16} aria-hidden="true" />}>
          {t("mail_link")}
        </ButtonLink>
        <Providers next={next} />
      </div>
    </div>
  );
}

function PasskeyProblem({ failure }: { failure: unknown }) {
  const { t } = useTranslation("auth");
  const isRefused = failure instanceof ApiError && failure.status === 401;
  return isRefused ? <Refusal>{t("passkey_refused")}</Refusal> : <ProblemNotice error={failure} />;
}

interface PasswordFormProps extends Pick<DoorsProps, "onSignIn"> {
  next: string | undefined;
}

function PasswordForm({ onSignIn, next }: PasswordFormProps) {
  const { t } = useTranslation("auth");
  const [isWrong, setIsWrong] = useState(false);

  async function submit(values: FormData): Promise<void> {
    setIsWrong(false);
    try {
      await onSignIn({ email: textOf(values, "email") ?? "", password: passwordOf(values, "password") });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "invalid_credentials") throw error;
      setIsWrong(true);
    }
  }

  return (
    <Form onSubmit={submit}>
      {({ isBusy }) => (
        <>
          {isWrong ? <Refusal>{t("wrong")}</Refusal> : null}
          <TextField name="email" type="email" label={t("email")} autoComplete="username webauthn" required />
          <div className="flex flex-col gap-2">
            <PasswordField name="password" label={t("password")} autoComplete="current-password" />
            <Link to={paths.signInReset(next)} className="self-end text-accent text-sm hover:underline">
              {t("forgot")}
            </Link>
          </div>
          <Button type="submit" variant="primary" size="lg" isBusy={isBusy}>
            {t("submit")}
          </Button>
        </>
      )}
    </Form>
  );
}
