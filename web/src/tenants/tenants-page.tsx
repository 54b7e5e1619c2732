import { useSuspenseQuery } from "@tanstack/react-query";
import { Pencil, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCreateTenant, useUpdateTenant } from "~/tenants/acts";
import { tenantsQuery } from "~/tenants/queries";
import { TenantFields } from "~/tenants/tenant-fields";
import { TENANT_KINDS, type TenantEntry } from "~/tenants/types";
import { Avatar } from "~/ui/avatar";
import { Button, IconButton } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { PageHeader } from "~/ui/page-header";
import { SelectField } from "~/ui/select";
import { type Column, Table } from "~/ui/table";
import { toast } from "~/ui/toast-store";
import { useFormat } from "~/ui/use-format";

/** Every organisation on the platform, for its own people. */
export function TenantsPage() {
  const { t } = useTranslation("tenants");
  const { data: tenants } = useSuspenseQuery(tenantsQuery);
  const [asked, setAsked] = useState<TenantEntry | "new" | null>(null);
  const columns = useColumns(setAsked);
  return (
    <div className="flex flex-col gap-8">
      <PageHeader
        title={t("title")}
        description={t("lead")}
        actions={
          <Button
            variant="primary"
            icon={<Plus size={15} aria-hidden="true" />}
            onClick={() => setAsked("new")}
          >
            {t("create")}
          </Button>
        }
      />
      <Table label={t("title")} columns={columns} rows={tenants} rowKey={({ id }) => id} />
      {asked ? (
        <TenantDialog tenant={asked === "new" ? undefined : asked} onClose={() => setAsked(null)} />
      ) : null}
    </div>
  );
}

function useColumns(onEdit: (tenant: TenantEntry) => void): Column<TenantEntry>[] {
  const { t } = useTranslation(["tenants", "terms"]);
  const format = useFormat();
  return [
    {
      key: "name",
      label: t("tenants:name"),
      cell: ({ name, slug }) => (
        <span className="flex items-center gap-3">
          <Avatar name={name} isOrganisation />
          <span>
            <span className="block font-medium">{name}</span>
            <span className="block font-mono text-ink-faint text-sm">{slug}</span>
          </span>
        </span>
      ),
    },
    {
      key: "locale",
      label: t("tenants:locale"),
      isSecondary: true,
      cell: ({ locale }) => t(`terms:language.${locale}`),
    },
    {
      key: "zone",
      label: t("tenants:time_zone"),
      isSecondary: true,
      cell: ({ time_zone }) => time_zone.replaceAll("_", " "),
    },
    {
      key: "kind",
      label: t("tenants:kind_label"),
      isSecondary: true,
      cell: ({ kind }) => t(`tenants:kind.${kind}`),
    },
    {
      key: "since",
      label: t("tenants:since"),
      isSecondary: true,
      className: "whitespace-nowrap text-ink-soft text-sm",
      cell: ({ created_at }) => (created_at ? format.date(created_at) : ""),
    },
    {
      key: "acts",
      label: <span className="sr-only">{t("tenants:acts")}</span>,
      cell: (tenant) => (
        <span className="flex justify-end">
          <IconButton
            size="sm"
            label={t("tenants:edit", { name: tenant.name })}
            icon={<Pencil size={14} aria-hidden="true" />}
            onClick={() => onEdit(tenant)}
          />
        </span>
      ),
    },
  ];
}

function kindOf(name: string | undefined): TenantEntry["kind"] {
  return TENANT_KINDS.find((known) => known === name) ?? "agency";
}

function TenantDialog({ tenant, onClose }: { tenant: TenantEntry | undefined; onClose: () => void }) {
  const { t } = useTranslation("tenants");
  const create = useCreateTenant();
  const update = useUpdateTenant();

  async function save(values: FormData): Promise<void> {
    const name = textOf(values, "name") ?? "";
    const locale = textOf(values, "locale") === "de" ? "de" : "en";
    const time_zone = textOf(values, "time_zone") ?? "";
    if (tenant) await update.mutateAsync({ tenant, changes: { name, locale, time_zone } });
    else {
      const slug = textOf(values, "slug") ?? "";
      const kind = kindOf(textOf(values, "kind"));
      await create.mutateAsync({ slug, name, kind, locale, time_zone });
    }
    toast.success(t(tenant ? "saved" : "created", { name }));
    onClose();
  }

  return (
    <Dialog isOpen onClose={onClose} title={tenant ? t("edit", { name: tenant.name }) : t("create_title")}>
      <Form onSubmit={save}>
        {({ isBusy }) => (
          <>
            <TenantFields tenant={tenant} />
            {tenant ? null : (
              <div className="grid gap-5 sm:grid-cols-2">
                <TextField
                  name="slug"
                  label={t("slug")}
                  help={t("slug_help")}
                  required
                  pattern="[a-z][a-z0-9\-]*"
                  minLength={2}
                  maxLength={40}
                />
                <SelectField
                  name="kind"
                  label={t("kind_label")}
                  required
                  defaultValue="agency"
                  options={TENANT_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
                />
              </div>
            )}
            <DialogActions>
              <Button onClick={onClose}>{t("cancel")}</Button>
              <Button type="submit" variant="primary" isBusy={isBusy}>
                {t(tenant ? "save" : "create")}
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
