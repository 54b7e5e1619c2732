import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { invitationsQuery } from "~/people/queries";
import { useMay } from "~/session/queries";
import { TabLinks } from "~/ui/tabs";

export function PeopleTabs() {
  const { t } = useTranslation("people");
  const mayRead = useMay()("invitation.read");
  const { data: invitations } = useQuery({ ...invitationsQuery, enabled: mayRead });
  if (!mayRead) return null;
  const waiting = invitations?.filter(({ state }) => state === "pending").length;
  return (
    <TabLinks
      label={t("tabs")}
      tabs={[
        { to: paths.people(), label: t("tab.people") },
        { to: paths.invitations(), label: t("tab.invitations"), count: waiting },
      ]}
    />
  );
}
