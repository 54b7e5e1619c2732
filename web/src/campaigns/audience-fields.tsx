import { useTranslation } from "react-i18next";
import { TextField } from "~/ui/field";
import { textOf } from "~/ui/form";
import { SelectField } from "~/ui/select";
import type { LinkWish } from "./use-send-ideas";

const DAYS = [3, 7, 14, 30, 60] as const;
const DAYS_DEFAULT = "14";

interface AudienceFieldsProps {
  /** The client's contact, to start from. */
  name: string | null;
  email: string | null;
}

/** For whom a review link is, and how long it works. */
export function AudienceFields({ name, email }: AudienceFieldsProps) {
  const { t } = useTranslation("campaigns");
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        name="audience_name"
        label={t("send.audience_name")}
        help={t("send.audience_help")}
        defaultValue={name ?? ""}
        required
        maxLength={120}
        autoComplete="off"
        className="sm:col-span-2"
      />
      <TextField
        name="audience_email"
        label={t("send.audience_email")}
        type="email"
        isOptional
        defaultValue={email ?? ""}
        maxLength={254}
        autoComplete="off"
      />
      <SelectField
        name="expires_in_days"
        label={t("send.expires")}
        defaultValue={DAYS_DEFAULT}
        options={DAYS.map((days) => ({ value: String(days), label: t("send.days", { count: days }) }))}
      />
    </div>
  );
}

export function readAudience(values: FormData): LinkWish {
  return {
    audience_name: textOf(values, "audience_name") ?? "",
    audience_email: textOf(values, "audience_email"),
    expires_in_days: Number(textOf(values, "expires_in_days") ?? DAYS_DEFAULT),
  };
}
