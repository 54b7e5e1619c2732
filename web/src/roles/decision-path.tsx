import { useQuery } from "@tanstack/react-query";
import { Ban, Check, CircleDashed, Fence, KeyRound, type LucideIcon, UserCog, UserStar } from "lucide-react";
import { useTranslation } from "react-i18next";
import { accountChoicesQuery } from "~/accounts/queries";
import type { DecidingRule, Explanation } from "~/roles/types";
import { useMay, useMe } from "~/session/queries";
import { useRoleName } from "~/session/use-role-name";
import { Badge } from "~/ui/badge";
import { CHANNEL_NAMES } from "~/ui/channel";
import { cx } from "~/ui/class-names";
import { useFormat } from "~/ui/use-format";

const ICONS: Record<string, LucideIcon> = {
  role: KeyRound,
  override: UserCog,
  assignment: KeyRound,
  credential: Fence,
  super_admin: UserStar,
};

/** The sentence, and below it the rules in the order they were weighed, down to the one that decided. */
export function DecisionPath({ explanation }: { explanation: Explanation }) {
  const { t } = useTranslation("roles");
  const { decision, sentence, rule, considered } = explanation;
  const isAllowed = decision === "allow";
  const deciding = considered.findIndex((one) => rule && isSame(one, rule));
  return (
    <section aria-label={t("explain.answer")} className="flex flex-col gap-6" aria-live="polite">
      <div className="flex items-start gap-4">
        <span
          className={cx(
            "mt-1 flex size-9 shrink-0 items-center justify-center rounded-full",
            isAllowed ? "bg-good-soft text-good" : "bg-bad-soft text-bad",
          )}
        >
          {isAllowed ? <Check size={18} aria-hidden="true" /> : <Ban size={17} aria-hidden="true" />}
        </span>
        <div>
          <p className={cx("font-medium text-sm", isAllowed ? "text-good" : "text-bad")}>
            {t(isAllowed ? "explain.may" : "explain.may_not")}
          </p>
          <p className="max-w-2xl font-serif text-ink text-xl text-pretty">{sentence}</p>
        </div>
      </div>
      <ol className="max-w-2xl">
        {considered.map((one, at) => (
          <Step key={keyOf(one)} rule={one} isDeciding={at === deciding} />
        ))}
        <li className="relative flex items-center gap-4 pl-1.5">
          <span
            aria-hidden="true"
            className={cx(
              "z-10 flex size-6 items-center justify-center rounded-full text-on-accent",
              isAllowed ? "bg-good text-paper" : "bg-bad text-paper",
            )}
          >
            {isAllowed ? <Check size={14} /> : <Ban size={13} />}
          </span>
          <p className="font-medium">
            {deciding < 0
              ? t("explain.none_gives")
              : t(isAllowed ? "explain.allowed_by" : "explain.denied_by")}
          </p>
        </li>
      </ol>
    </section>
  );
}

function Step({ rule, isDeciding }: { rule: DecidingRule; isDeciding: boolean }) {
  const { t, i18n } = useTranslation("roles");
  const nameOf = useRoleName();
  const scopeOf = useScopeName();
  const format = useFormat();
  const Icon = ICONS[rule.kind] ?? CircleDashed;
  const kindKey = `explain.kind.${rule.kind}`;
  const kind = i18n.exists(kindKey, { ns: "roles" }) ? t(kindKey as "explain.kind.role") : rule.kind;
  const facts = [
    t("explain.scope", { scope: scopeOf(rule.scope) }),
    rule.platform ? CHANNEL_NAMES[rule.platform] : null,
    rule.expires_at ? t("explain.until", { when: format.dateTime(rule.expires_at) }) : null,
  ];
  return (
    <li className="relative flex gap-4 pb-4">
      <span aria-hidden="true" className="absolute top-4 bottom-0 left-[17px] w-px bg-line" />
      <span
        className={cx(
          "z-10 flex size-9 shrink-0 items-center justify-center rounded-full border bg-surface",
          isDeciding ? "border-accent text-accent" : "border-line text-ink-faint",
        )}
      >
        <Icon size={16} aria-hidden="true" />
      </span>
      <div
        className={cx(
          "min-w-0 flex-1 rounded-md border px-4 py-2.5",
          isDeciding ? "border-accent bg-accent-soft" : "border-line bg-surface",
          rule.applies ? null : "border-dashed",
        )}
      >
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium">{rule.role ? `${kind}: ${nameOf({ key: rule.role })}` : kind}</span>
          <Effect rule={rule} />
          {isDeciding ? <span className="text-accent text-sm">{t("explain.decides")}</span> : null}
        </p>
        <p className="text-ink-soft text-sm">{facts.filter(Boolean).join(" · ")}</p>
      </div>
    </li>
  );
}

/** Where a rule counts, in words. */
function useScopeName(): (scope: DecidingRule["scope"]) => string {
  const { t } = useTranslation("roles");
  const { tenant } = useMe();
  const may = useMay();
  const { data: accounts = [] } = useQuery({ ...accountChoicesQuery, enabled: may("account.read") });
  return ({ level, account_id, profile_id }) => {
    const account = accounts.find(({ id }) => id === account_id)?.name ?? account_id;
    if (profile_id) return t("explain.scope_profile", { account: account ?? profile_id });
    if (account) return account;
    return level === "platform" ? t("explain.scope_platform") : tenant.name;
  };
}

function Effect({ rule }: { rule: DecidingRule }) {
  const { t } = useTranslation("roles");
  if (!rule.applies) return <Badge>{t("explain.effect.none")}</Badge>;
  if (rule.effect === "allow") return <Badge tone="good">{t("explain.effect.allow")}</Badge>;
  return <Badge tone="bad">{t("explain.effect.deny")}</Badge>;
}

function isSame(one: DecidingRule, other: DecidingRule): boolean {
  return keyOf(one) === keyOf(other);
}

function keyOf({ kind, id, role, scope, effect, platform }: DecidingRule): string {
  return [kind, id, role, scope.level, scope.account_id, scope.profile_id, effect, platform].join("/");
}
