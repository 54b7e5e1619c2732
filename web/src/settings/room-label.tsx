import { useTranslation } from "react-i18next";

interface RoomLabelProps {
  room: "security" | "devices" | "organisation" | "api_keys" | "applications" | "token_issuers" | "webhooks";
}

/** The name of a room of the settings, as its tab writes it. */
export function RoomLabel({ room }: RoomLabelProps) {
  const { t } = useTranslation("settings");
  return t(`tab.${room}`);
}
