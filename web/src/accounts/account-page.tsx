import { useSuspenseQuery } from "@tanstack/react-query";
import { Outlet, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { accountQuery } from "~/accounts/queries";
import { paths } from "~/paths";
import { Badge } from "~/ui/badge";
import { PageHeader } from "~/ui/page-header";
import { TabLinks } from "~/ui/tabs";

export function AccountPage() {
  const { t } = useTranslation("accounts");
  const { accountId } = useParams({ from: "/shell/admin/accounts/$accountId" });
  const { data: account } = useSuspenseQuery(accountQuery(accountId));
  return (
    <div className="flex flex-col gap-8">
      <PageHeader
        overline={t(`kind.${account.kind}`)}
        title={account.name}
        meta={account.archived_at ? <Badge>{t("archived")}</Badge> : null}
      />
      <TabLinks
        label={t("tabs", { name: account.name })}
        tabs={[
          { to: paths.account(accountId), label: t("tab.overview") },
          { to: paths.accountMembers(accountId), label: t("members"), count: account.members_count },
          { to: paths.accountProfiles(accountId), label: t("profiles"), count: account.profiles_count },
        ]}
      />
      <Outlet />
    </div>
  );
}
