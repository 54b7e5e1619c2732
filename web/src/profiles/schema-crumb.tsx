import { useTranslation } from "react-i18next";

export function SchemaCrumb() {
  const { t } = useTranslation("shell");
  return <>{t("nav.profile_schemas")}</>;
}
