import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { Eye, VenetianMask } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { seeingAs, setSeeingAs } from "~/api/see-as";
import { paths } from "~/paths";
import { endImpersonation } from "~/session/doors";
import { meQuery, useMe } from "~/session/queries";
import { useRoleName } from "~/session/use-role-name";
import { Button } from "~/ui/button";
import { toast } from "~/ui/toast-store";
import { useFormat } from "~/ui/use-format";

/** Says at all times that one acts in another's name, or looks through another role's eyes, and how to stop. */
export function ActingBanner() {
  const { impersonator } = useMe();
  return (
    <>
      {impersonator ? <Impersonation by={impersonator} /> : null}
      <SeeAs />
    </>
  );
}

interface ImpersonationProps {
  by: { name: string; ends_at?: string | null };
}

function Impersonation({ by }: ImpersonationProps) {
  const { t } = useTranslation("shell");
  const format = useFormat();
  const { member, tenant } = useMe();
  const restart = useRestart();
  const name = member?.name ?? tenant.name;
  return (
    <Banner
      icon={<VenetianMask size={16} aria-hidden="true" />}
      actionLabel={t("acting.end")}
      onEnd={async () => {
        await endImpersonation();
        await restart(t("acting.ended", { name }));
      }}
    >
      <span className="font-medium">{t("acting.as", { name })}</span>{" "}
      <span className="sr-only sm:not-sr-only">{t("acting.recorded", { name: by.name })}</span>
      {by.ends_at ? <span> {t("acting.until", { time: format.clock(by.ends_at) })}</span> : null}
    </Banner>
  );
}

function SeeAs() {
  const { t } = useTranslation("shell");
  const { see_as: seeAs } = useMe();
  const restart = useRestart();
  const roleName = useRoleName();
  const seen = typeof seeAs === "string" ? { key: seeAs } : (seeAs ?? { key: seeingAs() ?? "" });
  if (!seen.key) return null;
  const role = roleName(seen);
  return (
    <Banner
      icon={<Eye size={16} aria-hidden="true" />}
      actionLabel={t("acting.see_end")}
      onEnd={async () => {
        setSeeingAs(null);
        await restart(t("acting.see_ended"));
      }}
    >
      <span className="font-medium">{t("acting.see_as", { role })}</span>{" "}
      <span className="sr-only sm:not-sr-only">{t("acting.see_note")}</span>
      {seen.key === "client" ? <> {t("acting.see_client")}</> : null}
    </Banner>
  );
}

/** Another's rights, another's answers: nothing of the former ones may stay on the page. */
function useRestart(): (news: string) => Promise<void> {
  const queries = useQueryClient();
  const router = useRouter();
  return async (news) => {
    await router.navigate({ to: paths.home() });
    await queries.fetchQuery({ ...meQuery, staleTime: 0 });
    await queries.invalidateQueries();
    await router.invalidate();
    toast.success(news);
  };
}

interface BannerProps {
  icon: ReactNode;
  actionLabel: string;
  onEnd: () => Promise<void>;
  children: ReactNode;
}

function Banner({ icon, actionLabel, onEnd, children }: BannerProps) {
  const [isBusy, setIsBusy] = useState(false);

  async function end(): Promise<void> {
    setIsBusy(true);
    try {
      await onEnd();
    } catch (error) {
      toast.problem(error);
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-b bg-warn-soft px-4 py-2 text-ink md:px-10"
    >
      <span className="flex min-w-0 flex-1 basis-64 items-start gap-2.5">
        <span className="mt-0.5 shrink-0 text-warn">{icon}</span>
        <span>{children}</span>
      </span>
      <Button size="sm" isBusy={isBusy} onClick={() => void end()}>
        {actionLabel}
      </Button>
    </div>
  );
}
