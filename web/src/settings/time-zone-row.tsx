import { useTranslation } from "react-i18next";
import { useMe } from "~/session/queries";
import { useSaveMe } from "~/settings/queries";
import { SettingsRow } from "~/settings/settings-row";
import { SelectField } from "~/ui/select";

const ZONES = Intl.supportedValuesOf("timeZone").map((value) => ({
  value,
  label: value.replaceAll("_", " "),
}));

/** In which zone one reads times, wherever the device is. */
export function TimeZoneRow() {
  const { t } = useTranslation("settings");
  const { member } = useMe();
  const save = useSaveMe();
  if (!member) return null;
  return (
    <SettingsRow title={t("time_zone.title")} note={t("time_zone.note")}>
      <SelectField
        name="time_zone"
        label={t("time_zone.label")}
        isOptional
        placeholder={t("time_zone.device")}
        defaultValue={member.time_zone}
        onChange={(zone) => save.mutate({ time_zone: zone || null })}
        options={ZONES}
      />
    </SettingsRow>
  );
}
