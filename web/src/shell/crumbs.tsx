import { useMatches } from "@tanstack/react-router";
import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isClientSide, useMe } from "~/session/queries";
import { Link } from "~/ui/link";

export interface Crumb {
  label: ReactNode;
  to: string;
}

declare module "@tanstack/react-router" {
  interface StaticDataRouteOption {
    /** Where the page stands, from the area down to itself. */
    crumbs?: (params: Record<string, string>) => Crumb[];
  }
}

export function Breadcrumb() {
  const { t } = useTranslation("shell");
  const matches = useMatches();
  const match = matches.findLast((candidate) => candidate.staticData.crumbs);
  const crumbs = match?.staticData.crumbs?.(match.params as Record<string, string>) ?? [];
  return (
    <nav aria-label={t("breadcrumb")} className="min-w-0">
      <ol className="flex min-w-0 items-center gap-2 text-sm">
        {crumbs.map((crumb, at) => {
          const isLast = at === crumbs.length - 1;
          return (
            <Fragment key={crumb.to}>
              {at > 0 ? (
                <li aria-hidden="true" className="hidden text-ink-faint sm:block">
                  /
                </li>
              ) : null}
              <li className={isLast ? "min-w-0 truncate text-ink" : "hidden shrink-0 sm:block"}>
                {isLast ? (
                  <span aria-current="page">{crumb.label}</span>
                ) : (
                  <Link to={crumb.to} className="text-ink-soft hover:text-ink hover:underline">
                    {crumb.label}
                  </Link>
                )}
              </li>
            </Fragment>
          );
        })}
      </ol>
    </nav>
  );
}

type AreaName =
  | "home"
  | "clients"
  | "campaigns"
  | "ideas"
  | "reviews"
  | "activity"
  | "prompts"
  | "usage"
  | "people"
  | "roles"
  | "accounts"
  | "profiles"
  | "audit"
  | "privacy"
  | "tenants"
  | "settings";

/** The name of an area, as the rail writes it: for a client's person the clients are the one own brand. */
export function AreaLabel({ area }: { area: AreaName }) {
  const { t } = useTranslation("shell");
  const isClient = isClientSide(useMe());
  return area === "clients" && isClient ? t("nav.my_brand") : t(`nav.${area}`);
}
