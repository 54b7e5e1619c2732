import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Client } from "~/api/types";
import { ClientCreateDialog } from "~/clients/client-create-dialog";
import { clientsQuery } from "~/clients/queries";
import { paths } from "~/paths";
import { useMay } from "~/session/queries";
import { Avatar } from "~/ui/avatar";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { ChannelMarks } from "~/ui/channel";
import { EmptyState } from "~/ui/empty-state";
import { MoreButton } from "~/ui/more-button";
import { PageHeader } from "~/ui/page-header";
import { Steps } from "~/ui/progress";
import { SearchBox } from "~/ui/search-box";
import { type Column, Table } from "~/ui/table";

export function ClientsPage() {
  const { t } = useTranslation("clients");
  const navigate = useNavigate();
  const { q, new: creating } = useSearch({ from: "/shell/clients" });
  const clients = useSuspenseInfiniteQuery(clientsQuery(q));
  const may = useMay();
  const columns = useColumns();

  const setSearch = (search: { q?: string; new?: "client" }) =>
    navigate({ to: "/clients", search, replace: true });
  const create = may("client.create") ? (
    <Button
      variant="primary"
      icon={<Plus size={15} aria-hidden="true" />}
      onClick={() => void setSearch({ q, new: "client" })}
    >
      {t("create.open")}
    </Button>
  ) : null;

  return (
    <div className="flex flex-col gap-8">
      <PageHeader title={t("title")} description={t("lead")} actions={create} />
      <SearchBox
        label={t("search")}
        value={q ?? ""}
        onSearch={(text) => void setSearch(text ? { q: text } : {})}
      />
      {clients.data.length > 0 ? (
        <>
          <Table
            label={t("title")}
            columns={columns}
            rows={clients.data}
            rowKey={(client) => client.id}
            rowAddress={(client) => paths.client(client.id)}
          />
          <MoreButton
            hasMore={clients.hasNextPage}
            isLoading={clients.isFetchingNextPage}
            onMore={() => void clients.fetchNextPage()}
          />
        </>
      ) : q ? (
        <EmptyState title={t("none_found.title", { q })}>{t("none_found.body")}</EmptyState>
      ) : (
        <EmptyState title={t("empty.title")} action={create}>
          {t("empty.body")}
        </EmptyState>
      )}
      <ClientCreateDialog isOpen={creating === "client"} onClose={() => void setSearch(q ? { q } : {})} />
    </div>
  );
}

function useColumns(): Column<Client>[] {
  const { t } = useTranslation("clients");
  return [
    {
      key: "name",
      label: t("column.name"),
      cell: (client) => (
        <span className="flex items-center gap-3">
          <Avatar name={client.name} isOrganisation />
          <span className="min-w-0">
            <span className="block">{client.name}</span>
            <span className="block font-normal text-ink-faint text-sm">{client.industry}</span>
          </span>
        </span>
      ),
    },
    {
      key: "channels",
      label: t("column.channels"),
      isSecondary: true,
      cell: (client) => <ChannelMarks channels={client.channels} />,
    },
    {
      key: "brand",
      label: t("column.brand"),
      isSecondary: true,
      cell: ({ exercises_completed: done, exercises_total: total }) => (
        <Steps done={done} total={total} label={t("exercises_done", { done, total })} />
      ),
    },
    {
      key: "campaigns",
      label: t("column.campaigns"),
      isNumber: true,
      cell: (client) => client.campaigns_active,
    },
    {
      key: "waiting",
      label: t("column.waiting"),
      isNumber: true,
      cell: (client) =>
        client.ideas_waiting > 0 ? <Badge tone="accent">{client.ideas_waiting}</Badge> : client.ideas_waiting,
    },
  ];
}
