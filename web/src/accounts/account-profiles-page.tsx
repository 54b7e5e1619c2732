import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { ProfileTable } from "~/profiles/profile-table";
import { profilesQuery } from "~/profiles/queries";
import { EmptyState } from "~/ui/empty-state";
import { ButtonLink } from "~/ui/link";

export function AccountProfilesPage() {
  const { t } = useTranslation("accounts");
  const { accountId } = useParams({ from: "/shell/admin/accounts/$accountId/profiles" });
  const profiles = useSuspenseInfiniteQuery(profilesQuery({ account_id: accountId }));
  if (profiles.data.length === 0) {
    return (
      <EmptyState
        title={t("no_profiles_title")}
        action={<ButtonLink to={paths.profiles({ new: "profile" })}>{t("add_profile")}</ButtonLink>}
      >
        {t("no_profiles")}
      </EmptyState>
    );
  }
  return <ProfileTable profiles={profiles.data} />;
}
