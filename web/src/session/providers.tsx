import { useQuery } from "@tanstack/react-query";
import { LogIn } from "lucide-react";
import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { providersQuery } from "~/session/queries";
import { withinApp } from "~/session/use-enter";
import { buttonClass } from "~/ui/button";

/** Other houses' accounts that open this one. Until they are known, nobody waits for them. */
export function Providers({ next }: { next: string | undefined }) {
  const { t } = useTranslation("auth");
  const { data: providers } = useQuery(providersQuery);
  return (providers?.items ?? []).map((provider) => (
    // The server leads there, so it is no link within the app.
    <a
      key={provider.key}
      href={paths.providerStart(provider.key, withinApp(next))}
      aria-label={t("provider", { name: provider.name })}
      className={buttonClass("secondary", "md")}
    >
      <LogIn size={16} aria-hidden="true" />
      {provider.name}
    </a>
  ));
}
