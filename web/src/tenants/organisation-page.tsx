import { useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { VersionsPanel } from "~/history/versions-panel";
import { useMay } from "~/session/queries";
import { SettingsRow } from "~/settings/settings-row";
import { useUpdateOrganisation } from "~/tenants/acts";
import { tenantQuery } from "~/tenants/queries";
import { TenantFields } from "~/tenants/tenant-fields";
import type { TenantSettings } from "~/tenants/types";
import { Button } from "~/ui/button";
import { Fact, FactList } from "~/ui/fact-list";
import { TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { PageHeader } from "~/ui/page-header";
import { SelectField } from "~/ui/select";
import { toast } from "~/ui/toast-store";

const WEEK_STARTS = ["monday", "saturday", "sunday"] as const satisfies TenantSettings["week_starts_on"][];

/** The organisation itself: what it is called, in which language and at which time it works. */
export function OrganisationPage() {
  const { t } = useTranslation(["tenants", "terms"]);
  const { data: tenant } = useSuspenseQuery(tenantQuery);
  const may = useMay();
  const update = useUpdateOrganisation();

  async function save(values: FormData): Promise<void> {
    const changes = {
      name: textOf(values, "name") ?? "",
      locale: textOf(values, "locale") === "de" ? ("de" as const) : ("en" as const),
      time_zone: textOf(values, "time_zone") ?? "",
      settings: {
        contact_email: textOf(values, "settings.contact_email") ?? null,
        imprint_address: textOf(values, "settings.imprint_address") ?? null,
        week_starts_on: WEEK_STARTS.find((day) => day === textOf(values, "settings.week_starts_on")) ?? null,
      },
    };
    await update.mutateAsync({ tenant, changes });
    toast.success(t("tenants:saved", { name: changes.name }));
  }

  return (
    <div className="flex max-w-4xl flex-col gap-8">
      <PageHeader title={t("tenants:organisation")} />
      <SettingsRow title={t("tenants:identity")} note={t("tenants:identity_note")}>
        {may("settings.update") ? (
          <Form key={tenant.version} onSubmit={save}>
            {({ isBusy }) => (
              <>
                <TenantFields tenant={tenant} />
                <SelectField
                  name="settings.week_starts_on"
                  label={t("tenants:week_starts_on")}
                  isOptional
                  placeholder={t("tenants:by_language")}
                  defaultValue={tenant.settings?.week_starts_on}
                  options={WEEK_STARTS.map((value) => ({ value, label: t(`tenants:${value}`) }))}
                />
                <TextField
                  name="settings.contact_email"
                  type="email"
                  label={t("tenants:contact_email")}
                  help={t("tenants:contact_email_help")}
                  isOptional
                  defaultValue={tenant.settings?.contact_email ?? ""}
                />
                <TextField
                  name="settings.imprint_address"
                  type="url"
                  label={t("tenants:imprint")}
                  isOptional
                  defaultValue={tenant.settings?.imprint_address ?? ""}
                />
                <div>
                  <Button type="submit" variant="primary" isBusy={isBusy}>
                    {t("tenants:save")}
                  </Button>
                </div>
              </>
            )}
          </Form>
        ) : (
          <FactList>
            <Fact label={t("tenants:name")}>{tenant.name}</Fact>
            <Fact label={t("tenants:locale")}>{t(`terms:language.${tenant.locale}`)}</Fact>
            <Fact label={t("tenants:time_zone")}>{tenant.time_zone}</Fact>
          </FactList>
        )}
      </SettingsRow>
      {may("version.read") ? (
        <SettingsRow title={t("tenants:versions")} note={t("tenants:versions_note")}>
          <VersionsPanel kind="settings" id={tenant.id} />
        </SettingsRow>
      ) : null}
    </div>
  );
}
