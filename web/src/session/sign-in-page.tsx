import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "~/api/client";
import { paths } from "~/paths";
import { DemoAccounts } from "~/session/demo-account-cards";
import { healthQuery, meQuery, signIn } from "~/session/queries";
import { SignInStage } from "~/session/sign-in-stage";
import { Wordmark } from "~/session/wordmark";
import { Button } from "~/ui/button";
import { TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { splitAddress } from "~/ui/link";

export function SignInPage() {
  const { t } = useTranslation("auth");
  const { data: health } = useQuery(healthQuery);
  const enter = useEnter();

  return (
    <main className="grid min-h-dvh bg-paper lg:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)]">
      <title>{`${t("title")} · Atelier`}</title>
      <SignInStage />
      <div className="flex flex-col px-6 py-8 sm:px-12 lg:border-line lg:border-l lg:bg-surface lg:px-16 lg:py-12">
        <div className="lg:hidden">
          <Wordmark />
        </div>
        <div className="mx-auto flex w-full max-w-md flex-col gap-8 py-10 lg:pt-[8vh]">
          <h1 className="font-serif text-3xl tracking-[-0.01em]">{t("welcome")}</h1>
          <SignInForm onEnter={enter} />
          {health?.demo ? <DemoAccounts onEnter={enter} /> : null}
        </div>
      </div>
    </main>
  );
}

/** Signs in and goes on to where the person was heading. */
function useEnter(): (email: string, password: string) => Promise<void> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { next } = useSearch({ strict: false });
  return async (email, password) => {
    await signIn(email, password);
    queries.removeQueries({ predicate: (query) => query.queryKey[0] !== "health" });
    await queries.fetchQuery({ ...meQuery, staleTime: 0 });
    // Only addresses of this app: `//elsewhere` would leave it.
    const target = next && /^\/(?!\/)/.test(next) ? next : paths.home();
    const { pathname, search } = splitAddress(target);
    await navigate({ to: pathname, search });
  };
}

interface SignInFormProps {
  onEnter: (email: string, password: string) => Promise<void>;
}

function SignInForm({ onEnter }: SignInFormProps) {
  const { t } = useTranslation("auth");
  const [isShown, setIsShown] = useState(false);
  const [isWrong, setIsWrong] = useState(false);

  async function submit(values: FormData): Promise<void> {
    setIsWrong(false);
    try {
      // A password is taken as it is: spaces at its ends belong to it.
      await onEnter(textOf(values, "email") ?? "", String(values.get("password") ?? ""));
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "invalid_credentials") throw error;
      setIsWrong(true);
    }
  }

  return (
    <Form onSubmit={submit}>
      {({ isBusy }) => (
        <>
          {isWrong ? (
            <p role="alert" className="rounded-md bg-bad-soft px-3.5 py-2.5 text-bad">
              {t("wrong")}
            </p>
          ) : null}
          <TextField name="email" type="email" label={t("email")} autoComplete="username" required />
          <TextField
            name="password"
            type={isShown ? "text" : "password"}
            label={t("password")}
            autoComplete="current-password"
            required
            end={
              <button
                type="button"
                onClick={() => setIsShown(!isShown)}
                aria-label={isShown ? t("hide") : t("show")}
                className="flex size-8 items-center justify-center rounded-sm text-ink-faint hover:text-ink"
              >
                {isShown ? <EyeOff size={15} aria-hidden="true" /> : <Eye size={15} aria-hidden="true" />}
              </button>
            }
          />
          <Button type="submit" variant="primary" size="lg" isBusy={isBusy}>
            {t("submit")}
          </Button>
        </>
      )}
    </Form>
  );
}
