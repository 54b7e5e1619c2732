import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { KeyCreateDialog } from "~/developers/key-create-dialog";
import { KeyDetails } from "~/developers/key-details";
import { KeyStateBadge } from "~/developers/key-state-badge";
import { apiKeysQuery } from "~/developers/queries";
import type { ApiKey } from "~/developers/types";
import { paths } from "~/paths";
import { useMay } from "~/session/queries";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { PageHeader } from "~/ui/page-header";
import { PeekPanel } from "~/ui/peek-panel";
import { type Column, Table } from "~/ui/table";
import { useFormat } from "~/ui/use-format";

export function ApiKeysPage() {
  const { t } = useTranslation("developers");
  const { data: page } = useSuspenseQuery(apiKeysQuery);
  const { key: openId } = useSearch({ from: "/shell/settings/api-keys" });
  const navigate = useNavigate();
  const [isCreating, setIsCreating] = useState(false);
  const columns = useColumns();
  const may = useMay();
  const open = page.items.find(({ id }) => id === openId);
  const create = may("api_key.create") ? (
    <Button
      variant="primary"
      icon={<Plus size={15} aria-hidden="true" />}
      onClick={() => setIsCreating(true)}
    >
      {t("keys.create")}
    </Button>
  ) : null;

  return (
    <div className="flex flex-col gap-8">
      <PageHeader title={t("keys.title")} description={t("keys.lead")} actions={create} />
      {page.items.length > 0 ? (
        <Table
          label={t("keys.title")}
          columns={columns}
          rows={page.items}
          rowKey={({ id }) => id}
          rowAddress={({ id }) => paths.apiKeys({ key: id })}
        />
      ) : (
        <EmptyState title={t("keys.none_title")}>
          <p>{t("keys.none")}</p>
          <pre className="mt-3 overflow-x-auto rounded-sm bg-sunken p-3 font-mono text-ink text-xs">
            {`curl -H "Authorization: Bearer $ATELIER_KEY" \\\n  ${window.location.origin}/api/v1/campaigns`}
          </pre>
        </EmptyState>
      )}
      <PeekPanel
        isOpen={Boolean(open)}
        onClose={() => void navigate({ to: paths.apiKeys(), search: {} })}
        title={open?.name ?? ""}
      >
        {open ? <KeyDetails key={open.id} apiKey={open} /> : null}
      </PeekPanel>
      {isCreating ? <KeyCreateDialog onClose={() => setIsCreating(false)} /> : null}
    </div>
  );
}

function useColumns(): Column<ApiKey>[] {
  const { t } = useTranslation("developers");
  const format = useFormat();
  return [
    {
      key: "name",
      label: t("keys.name"),
      cell: (key) => (
        <>
          {key.name}
          <span className="block font-mono font-normal text-ink-faint text-xs">{key.prefix}…</span>
        </>
      ),
    },
    { key: "kind", label: t("keys.kind"), isSecondary: true, cell: (key) => t(`keys.kinds.${key.kind}`) },
    {
      key: "scopes",
      label: t("keys.scopes"),
      isSecondary: true,
      cell: (key) => format.number(key.scopes.length),
    },
    {
      key: "used",
      label: t("keys.last_used"),
      cell: (key) => (key.last_used_at ? format.ago(key.last_used_at) : t("keys.never")),
    },
    {
      key: "expires",
      label: t("keys.expires"),
      isSecondary: true,
      cell: (key) => (key.expires_at ? format.date(key.expires_at) : t("keys.never")),
    },
    { key: "state", label: t("keys.state"), cell: (key) => <KeyStateBadge state={key.state} /> },
  ];
}
