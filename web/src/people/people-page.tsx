import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Download, UserPlus, Users } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { ImportDialog } from "~/people/import-dialog";
import { InviteDialog } from "~/people/invite-dialog";
import { PeopleFilters } from "~/people/people-filters";
import { PeopleSelection } from "~/people/people-selection";
import { PeopleTabs } from "~/people/people-tabs";
import { allUsers, usersQuery } from "~/people/queries";
import { filterOf, type PeopleSearch } from "~/people/search";
import { usePeopleColumns } from "~/people/use-people-columns";
import { useSaveUsersCsv } from "~/people/use-save-users-csv";
import { UserPeek } from "~/people/user-peek";
import { useMay, useMe } from "~/session/queries";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { MoreButton } from "~/ui/more-button";
import { PageHeader } from "~/ui/page-header";
import { PeekPanel } from "~/ui/peek-panel";
import { RowTable } from "~/ui/row-table";
import { toast } from "~/ui/toast-store";
import { useSelection } from "~/ui/use-selection";

export function PeoplePage() {
  const { t } = useTranslation("people");
  const { tenant } = useMe();
  const search = useSearch({ from: "/shell/admin/people" });
  const navigate = useNavigate();
  const users = useSuspenseInfiniteQuery(usersQuery(filterOf(search)));
  const columns = usePeopleColumns(users.data);
  const selection = useSelection(users.data.map(({ id }) => id));
  const open = users.data.find(({ id }) => id === search.user);
  const isFiltered = Boolean(search.q || search.role || search.state);
  const set = (next: PeopleSearch) =>
    void navigate({ to: "/admin/people", search: next, replace: true, resetScroll: false });

  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title={t("title")}
        description={t("lead", { tenant: tenant.name })}
        actions={<Actions search={search} onInvite={(invite) => set({ ...search, invite })} />}
      />
      <PeopleTabs />
      <PeopleFilters search={search} onChange={set} />
      {users.data.length > 0 ? (
        <div className={open ? "xl:pr-[26rem]" : undefined}>
          <RowTable
            label={t("title")}
            columns={columns}
            rows={users.data}
            rowKey={({ id }) => id}
            rowName={({ name }) => name}
            rowAddress={({ id }) => paths.people({ ...search, user: id })}
            openKey={search.user}
            onOpen={(user) => set({ ...search, user })}
            selection={selection}
            sort={search.sort ?? "name"}
            onSort={(sort) => set({ ...search, sort: sort as PeopleSearch["sort"] })}
          />
          <MoreButton
            hasMore={users.hasNextPage}
            isLoading={users.isFetchingNextPage}
            onMore={() => void users.fetchNextPage()}
          />
        </div>
      ) : (
        <EmptyState
          title={t("none_title")}
          action={isFiltered ? <Button onClick={() => set({})}>{t("filter.clear")}</Button> : null}
        >
          {isFiltered ? t("none") : t("empty")}
        </EmptyState>
      )}
      <PeopleSelection
        users={users.data.filter(({ id }) => selection.has(id))}
        onClear={selection.clear}
        hasPeek={open !== undefined}
      />
      <PeekPanel
        isOpen={open !== undefined}
        onClose={() => set({ ...search, user: undefined })}
        title={open?.name ?? ""}
      >
        {open ? <UserPeek key={`${open.id}/${open.version}`} user={open} /> : null}
      </PeekPanel>
      <InviteDialog isOpen={search.invite === "one"} onClose={() => set({ ...search, invite: undefined })} />
      <ImportDialog isOpen={search.invite === "many"} onClose={() => set({ ...search, invite: undefined })} />
    </div>
  );
}

interface ActionsProps {
  search: PeopleSearch;
  onInvite: (invite: "one" | "many") => void;
}

function Actions({ search, onInvite }: ActionsProps) {
  const { t } = useTranslation("people");
  const mayInvite = useMay()("invitation.create");
  const saveCsv = useSaveUsersCsv();
  const [isSaving, setIsSaving] = useState(false);

  async function save(): Promise<void> {
    setIsSaving(true);
    try {
      saveCsv(await allUsers(filterOf(search)));
    } catch (error) {
      toast.problem(error);
    } finally {
      setIsSaving(false);
    }
  }

  return (
    <>
      <Button
        variant="ghost"
        isBusy={isSaving}
        icon={<Download size={15} aria-hidden="true" />}
        onClick={() => void save()}
      >
        {t("csv")}
      </Button>
      {mayInvite ? (
        <>
          <Button icon={<Users size={15} aria-hidden="true" />} onClick={() => onInvite("many")}>
            {t("invite.many")}
          </Button>
          <Button
            variant="primary"
            icon={<UserPlus size={15} aria-hidden="true" />}
            onClick={() => onInvite("one")}
          >
            {t("invite.one")}
          </Button>
        </>
      ) : null}
    </>
  );
}
