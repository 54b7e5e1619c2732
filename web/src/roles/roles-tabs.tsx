import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { TabLinks } from "~/ui/tabs";

export function RolesTabs() {
  const { t } = useTranslation("roles");
  return (
    <TabLinks
      label={t("tabs")}
      tabs={[
        { to: paths.roles(), label: t("tab.matrix") },
        { to: paths.explain(), label: t("tab.explain") },
      ]}
    />
  );
}
