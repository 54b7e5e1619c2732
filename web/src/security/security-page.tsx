import { useTranslation } from "react-i18next";
import { IdentitiesRow } from "~/security/identities-row";
import { PasskeysRow } from "~/security/passkeys-row";
import { PasswordRow } from "~/security/password-row";
import { TotpRow } from "~/security/totp-row";
import { PageHeader } from "~/ui/page-header";

/** How one proves who one is. */
export function SecurityPage() {
  const { t } = useTranslation("security");
  return (
    <div className="flex max-w-3xl flex-col gap-8">
      <PageHeader title={t("title")} description={t("lead")} />
      <PasskeysRow />
      <TotpRow />
      <PasswordRow />
      <IdentitiesRow />
    </div>
  );
}
