import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { meQuery, signOut, switchTenant } from "~/session/queries";
import { toast } from "~/ui/toast-store";

/** Ends or changes the session. Nothing of the former one stays in the cache. */
export function useLeave() {
  const queries = useQueryClient();
  const router = useRouter();
  const { t } = useTranslation("shell");

  async function leave(): Promise<void> {
    try {
      await signOut();
    } catch (error) {
      toast.problem(error);
      return;
    }
    await router.navigate({ to: "/sign-in" });
    queries.clear();
  }

  async function enterTenant(slug: string): Promise<void> {
    try {
      const { tenant } = await switchTenant(slug);
      queries.clear();
      await queries.fetchQuery({ ...meQuery, staleTime: 0 });
      await router.invalidate();
      await router.navigate({ to: paths.home() });
      toast.success(t("tenant.switched", { name: tenant.name }));
    } catch (error) {
      toast.problem(error);
    }
  }

  return { leave, enterTenant };
}
