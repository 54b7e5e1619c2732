import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { TabLinks } from "~/ui/tabs";

export function WebhookTabs() {
  const { t } = useTranslation("webhooks");
  return (
    <TabLinks
      label={t("tabs")}
      tabs={[
        { to: paths.webhooks(), label: t("tab.endpoints") },
        { to: paths.webhookConnectors(), label: t("tab.connectors") },
        { to: paths.webhooksReceived(), label: t("tab.received") },
        { to: paths.eventTypes(), label: t("tab.events") },
      ]}
    />
  );
}
