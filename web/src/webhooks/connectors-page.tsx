import { useSuspenseQuery } from "@tanstack/react-query";
import { Plus, Power, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "~/session/queries";
import { Button, IconButton } from "~/ui/button";
import { CopyButton } from "~/ui/copy-button";
import { ConfirmDialog } from "~/ui/dialog";
import { EmptyState } from "~/ui/empty-state";
import { Fact, FactList } from "~/ui/fact-list";
import { PageHeader } from "~/ui/page-header";
import { useFormat } from "~/ui/use-format";
import { useDeleteConnector, useSwitchConnector } from "~/webhooks/acts";
import { ConnectorDialog } from "~/webhooks/connector-dialog";
import { connectorsQuery } from "~/webhooks/queries";
import { SwitchBadge } from "~/webhooks/state-badges";
import type { Connector } from "~/webhooks/types";
import { WebhookTabs } from "~/webhooks/webhook-tabs";

export function ConnectorsPage() {
  const { t } = useTranslation("webhooks");
  const { data: page } = useSuspenseQuery(connectorsQuery);
  const [isAdding, setIsAdding] = useState(false);
  const may = useMay();
  const add = may("webhook.update") ? (
    <Button variant="primary" icon={<Plus size={15} aria-hidden="true" />} onClick={() => setIsAdding(true)}>
      {t("connectors.add")}
    </Button>
  ) : null;
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title={t("connectors.title")} description={t("connectors.lead")} actions={add} />
      <WebhookTabs />
      {page.items.length > 0 ? (
        <ul className="flex flex-col gap-3">
          {page.items.map((connector) => (
            <ConnectorCard key={connector.id} connector={connector} />
          ))}
        </ul>
      ) : (
        <EmptyState title={t("connectors.none_title")}>
          <p>{t("connectors.none")}</p>
        </EmptyState>
      )}
      {isAdding ? <ConnectorDialog onClose={() => setIsAdding(false)} /> : null}
    </div>
  );
}

function ConnectorCard({ connector }: { connector: Connector }) {
  const { t } = useTranslation("webhooks");
  const format = useFormat();
  const may = useMay();
  const [isDeleting, setIsDeleting] = useState(false);
  const remove = useDeleteConnector();
  const change = useSwitchConnector();
  const { name } = connector;
  const other = connector.state === "enabled" ? "disabled" : "enabled";
  return (
    <li className="flex flex-col gap-4 rounded-md border border-line bg-surface p-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="flex flex-wrap items-center gap-3 font-medium text-lg">
          {name} <SwitchBadge state={connector.state} />
        </h2>
        {may("webhook.update") ? (
          <div className="flex gap-1">
            <IconButton
              size="sm"
              label={t(other === "disabled" ? "connectors.disable" : "connectors.enable", { name })}
              icon={<Power size={14} aria-hidden="true" />}
              onClick={() => change.mutate({ connector, state: other })}
            />
            <IconButton
              size="sm"
              label={t("connectors.remove", { name })}
              icon={<Trash2 size={14} aria-hidden="true" />}
              onClick={() => setIsDeleting(true)}
            />
          </div>
        ) : null}
      </div>
      <FactList>
        <Fact label={t("connectors.scheme")}>{t(`scheme.${connector.scheme}`)}</Fact>
        <Fact label={t("connectors.url")}>
          <span className="flex flex-wrap items-center gap-2">
            <span className="break-all font-mono text-sm">{connector.url}</span>
            <CopyButton text={connector.url} />
          </span>
        </Fact>
        <Fact label={t("connectors.last")}>
          {connector.last_received_at ? format.ago(connector.last_received_at) : t("never")}
        </Fact>
      </FactList>
      <ConfirmDialog
        isOpen={isDeleting}
        onClose={() => setIsDeleting(false)}
        title={t("connectors.remove", { name })}
        consequence={t("connectors.remove_consequence")}
        actionLabel={t("connectors.remove_do")}
        isDangerous
        onConfirm={() => remove.mutateAsync(connector.id)}
      />
    </li>
  );
}
