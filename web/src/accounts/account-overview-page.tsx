import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { AccountOverview } from "~/accounts/account-overview";
import { accountQuery } from "~/accounts/queries";

export function AccountOverviewPage() {
  const { accountId } = useParams({ from: "/shell/admin/accounts/$accountId" });
  const { data: account } = useSuspenseQuery(accountQuery(accountId));
  return <AccountOverview key={account.version} account={account} />;
}
