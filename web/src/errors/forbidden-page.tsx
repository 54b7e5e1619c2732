import { useLocation } from "@tanstack/react-router";
import { useEffect, useEffectEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useRefusalWords } from "~/errors/use-refusal-words";
import { paths } from "~/paths";
import { useMe } from "~/session/queries";
import { ButtonLink } from "~/ui/link";

interface ForbiddenPageProps {
  error: unknown;
  onRetry: () => void;
}

export function ForbiddenPage({ error, onRetry }: ForbiddenPageProps) {
  const { t } = useTranslation("shell");
  const why = useRefusalWords(error);
  const isHome = useLocation({ select: ({ pathname }) => pathname === paths.home() });
  useRetryWithNewRights(onRetry);
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col items-start gap-4 px-6 py-16">
      <p className="font-serif text-4xl text-ink-faint italic">403</p>
      <h1 className="font-serif text-3xl">{t("forbidden.title")}</h1>
      <p className="max-w-prose text-ink-soft text-lg">{why}</p>
      {isHome ? null : (
        <ButtonLink to={paths.home()} className="mt-2">
          {t("not_found.home")}
        </ButtonLink>
      )}
    </div>
  );
}

/** A right that comes back, or another identity, may open what was refused. */
function useRetryWithNewRights(onRetry: () => void): void {
  const { permissions, impersonator, see_as } = useMe();
  const rights = [...permissions, impersonator?.name, see_as].join(" ");
  const refused = useRef(rights);
  const retry = useEffectEvent(onRetry);
  useEffect(() => {
    if (refused.current === rights) return;
    refused.current = rights;
    retry();
  }, [rights]);
}
