import { useTranslation } from "react-i18next";
import { NEEDS } from "~/admin/needs";
import type { Permission } from "~/api/types";
import { paths } from "~/paths";
import { useMay, useMe } from "~/session/queries";
import { mayOpen, type Room } from "~/settings/rooms";

export interface Place {
  to: string;
  label: string;
  /** The area that it is a part of. */
  hint: string;
}

/** The pages within areas: every one that the person may open. */
export function usePlaces(): Place[] {
  const { t } = useTranslation(["shell", "settings"]);
  const me = useMe();
  const may = useMay();
  const settings: { to: string; label: string; room?: Room }[] = [
    { to: paths.security(), label: t("settings:tab.security") },
    { to: paths.devices(), label: t("settings:tab.devices") },
    { to: paths.organisation(), label: t("settings:tab.organisation"), room: "organisation" },
    { to: paths.apiKeys(), label: t("settings:tab.api_keys"), room: "api_keys" },
    { to: paths.applications(), label: t("settings:tab.applications"), room: "applications" },
    { to: paths.tokenIssuers(), label: t("settings:tab.token_issuers"), room: "token_issuers" },
    { to: paths.webhooks(), label: t("settings:tab.webhooks"), room: "webhooks" },
  ];
  const parts: { to: string; label: string; hint: string; needs: Permission }[] = [
    {
      to: paths.invitations(),
      label: t("place.invitations"),
      hint: t("nav.people"),
      needs: "invitation.read",
    },
    { to: paths.explain(), label: t("place.explain"), hint: t("nav.roles"), needs: NEEDS.roles },
    { to: paths.auditExports(), label: t("place.exports"), hint: t("nav.audit"), needs: "audit.export" },
    { to: paths.auditSeals(), label: t("place.seals"), hint: t("nav.audit"), needs: NEEDS.audit },
    {
      to: paths.privacyRetention(),
      label: t("place.retention"),
      hint: t("nav.privacy"),
      needs: NEEDS.privacy,
    },
    { to: paths.privacyHolds(), label: t("place.holds"), hint: t("nav.privacy"), needs: NEEDS.privacy },
  ];
  return [
    ...parts.filter(({ needs }) => may(needs)),
    ...settings
      .filter(({ room }) => !room || mayOpen(me, room))
      .map(({ to, label }) => ({ to, label, hint: t("nav.settings") })),
  ];
}
