import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DEMO_HOUSES, DEMO_PASSWORD } from "~/session/demo-accounts";
import { Avatar } from "~/ui/avatar";
import { Spinner } from "~/ui/button";
import { ProblemNotice } from "~/ui/problem-notice";

interface DemoAccountsProps {
  onEnter: (email: string, password: string) => Promise<void>;
}

export function DemoAccounts({ onEnter }: DemoAccountsProps) {
  const { t } = useTranslation("auth");
  const [entering, setEntering] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);

  async function enter(email: string): Promise<void> {
    if (entering) return;
    setEntering(email);
    setFailure(null);
    try {
      await onEnter(email, DEMO_PASSWORD);
    } catch (error) {
      setFailure(error);
    } finally {
      setEntering(null);
    }
  }

  return (
    <section className="flex flex-col gap-5 border-line border-t pt-7">
      <div>
        <h2 className="font-serif text-xl">{t("demo.title")}</h2>
        <p className="mt-1 text-ink-soft text-sm">{t("demo.note", { password: DEMO_PASSWORD })}</p>
      </div>
      {failure ? <ProblemNotice error={failure} /> : null}
      {DEMO_HOUSES.map((house) => (
        <div key={house.key}>
          <h3 className="mb-2 text-ink-faint text-sm">{t(`demo.${house.key}`)}</h3>
          <ul className="grid grid-cols-2 gap-2">
            {house.accounts.map(({ role, email }) => (
              <li key={email}>
                <button
                  type="button"
                  aria-busy={entering === email || undefined}
                  onClick={() => void enter(email)}
                  className="flex h-full w-full items-center gap-3 rounded-md border border-line bg-surface px-3 py-2.5 text-left transition-colors hover:border-accent hover:bg-accent-soft"
                >
                  {entering === email ? (
                    <span className="flex size-8 items-center justify-center text-accent">
                      <Spinner />
                    </span>
                  ) : (
                    <Avatar name={t(`demo.${role}`)} />
                  )}
                  <span className="min-w-0">
                    <span className="block font-medium">
                      <span className="sr-only">{t("demo.sign_in_as")} </span>
                      {t(`demo.${role}`)}
                    </span>
                    <span className="block text-ink-faint text-xs">{t(`demo_does.${role}`)}</span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
