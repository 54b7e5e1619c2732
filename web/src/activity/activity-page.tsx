import { useInfiniteQuery, useQuery, useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ActivityList } from "~/activity/activity-list";
import { type ActivityFilter, activityQuery, FILTERED_ACTIONS } from "~/activity/queries";
import { clientsQuery } from "~/clients/queries";
import { membersQuery } from "~/people/queries";
import { useMay } from "~/session/queries";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { MoreButton } from "~/ui/more-button";
import { PageHeader } from "~/ui/page-header";
import { Select } from "~/ui/select";

export function ActivityPage() {
  const { t } = useTranslation("activity");
  const filter = useSearch({ from: "/shell/activity" });
  const navigate = useNavigate();
  const entries = useSuspenseInfiniteQuery(activityQuery(filter));
  const isFiltered = Object.values(filter).some(Boolean);
  const setFilter = (search: ActivityFilter) => void navigate({ to: "/activity", search, replace: true });
  const clear = isFiltered ? <Button onClick={() => setFilter({})}>{t("filter.clear")}</Button> : null;

  return (
    <div className="flex flex-col gap-8">
      <PageHeader title={t("title")} description={t("lead")} />
      <div className="flex flex-wrap items-center gap-2">
        <Filters filter={filter} onChange={setFilter} />
        {clear}
      </div>
      {entries.data.length > 0 ? (
        <>
          <ActivityList entries={entries.data} />
          <MoreButton
            hasMore={entries.hasNextPage}
            isLoading={entries.isFetchingNextPage}
            onMore={() => void entries.fetchNextPage()}
          />
        </>
      ) : (
        <EmptyState title={t("empty_title")} action={clear}>
          {isFiltered ? t("none_found") : t("empty")}
        </EmptyState>
      )}
    </div>
  );
}

interface FiltersProps {
  filter: ActivityFilter;
  onChange: (filter: ActivityFilter) => void;
}

const ANY = "any";

function Filters({ filter, onChange }: FiltersProps) {
  const { t } = useTranslation("activity");
  const may = useMay();
  const clients = useInfiniteQuery({ ...clientsQuery(), enabled: may("client.read") });
  const members = useQuery({ ...membersQuery, enabled: may("member.read") });
  const set = (name: keyof ActivityFilter) => (value: string | null) =>
    onChange({ ...filter, [name]: value === ANY || value === null ? undefined : value });

  return (
    <>
      <Select
        size="sm"
        className="w-44"
        aria-label={t("filter.client")}
        value={filter.client_id ?? ANY}
        onChange={set("client_id")}
        options={[
          { value: ANY, label: t("filter.any_client") },
          ...(clients.data ?? []).map((client) => ({ value: client.id, label: client.name })),
        ]}
      />
      <Select
        size="sm"
        className="w-44"
        aria-label={t("filter.actor")}
        value={filter.actor_id ?? ANY}
        onChange={set("actor_id")}
        options={[
          { value: ANY, label: t("filter.any_actor") },
          ...(members.data?.items ?? []).map((member) => ({ value: member.id, label: member.name })),
        ]}
      />
      <Select
        size="sm"
        className="w-48"
        aria-label={t("filter.action")}
        value={filter.action ?? ANY}
        onChange={set("action")}
        options={[
          { value: ANY, label: t("filter.any_action") },
          ...FILTERED_ACTIONS.map((action) => ({
            value: action,
            label: t(`action.${catalogueKey(action)}`),
          })),
        ]}
      />
    </>
  );
}

type FilteredAction = (typeof FILTERED_ACTIONS)[number];
type CatalogueKey<A extends string> = A extends `${infer Kind}.${infer Verb}` ? `${Kind}_${Verb}` : never;

/** Keys of a catalogue cannot hold the dot that actions have. */
function catalogueKey(action: FilteredAction): CatalogueKey<FilteredAction> {
  return action.replace(".", "_") as CatalogueKey<FilteredAction>;
}
