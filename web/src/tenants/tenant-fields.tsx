import { useTranslation } from "react-i18next";
import { LANGUAGES } from "~/i18n/i18n";
import type { TenantEntry } from "~/tenants/types";
import { TextField } from "~/ui/field";
import { SelectField } from "~/ui/select";

const ZONES = Intl.supportedValuesOf("timeZone");

/** Name, language and time zone of an organisation. */
export function TenantFields({ tenant }: { tenant?: Pick<TenantEntry, "name" | "locale" | "time_zone"> }) {
  const { t } = useTranslation(["tenants", "terms"]);
  const zone = tenant?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <>
      <TextField name="name" label={t("tenants:name")} required maxLength={120} defaultValue={tenant?.name} />
      <div className="grid gap-5 sm:grid-cols-2">
        <SelectField
          name="locale"
          label={t("tenants:locale")}
          required
          defaultValue={LANGUAGES.find((language) => language === tenant?.locale) ?? "en"}
          options={LANGUAGES.map((value) => ({ value, label: t(`terms:language.${value}`) }))}
        />
        <SelectField
          name="time_zone"
          label={t("tenants:time_zone")}
          required
          defaultValue={zone}
          options={(ZONES.includes(zone) ? ZONES : [zone, ...ZONES]).map((value) => ({
            value,
            label: value.replaceAll("_", " "),
          }))}
        />
      </div>
    </>
  );
}
