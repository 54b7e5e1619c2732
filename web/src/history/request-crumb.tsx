import { useTranslation } from "react-i18next";

export function RequestCrumb() {
  const { t } = useTranslation("shell");
  return <>{t("nav.changes")}</>;
}
