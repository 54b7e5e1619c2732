import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { AccountDialog } from "~/accounts/account-dialog";
import { AccountKindIcon } from "~/accounts/account-kind-icon";
import { AccountOverview } from "~/accounts/account-overview";
import { accountChoicesQuery } from "~/accounts/queries";
import type { AccountsSearch } from "~/accounts/search";
import { type Branch, toTree } from "~/accounts/tree";
import type { Account } from "~/accounts/types";
import { ACCOUNT_KINDS } from "~/accounts/types";
import { paths } from "~/paths";
import { useMay } from "~/session/queries";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { PageHeader } from "~/ui/page-header";
import { PeekPanel } from "~/ui/peek-panel";
import { type RowColumn, RowTable } from "~/ui/row-table";
import { SearchBox } from "~/ui/search-box";
import { Select } from "~/ui/select";

const ANY = "any";

export function AccountsPage() {
  const { t, i18n } = useTranslation("accounts");
  const search = useSearch({ from: "/shell/admin/accounts" });
  const navigate = useNavigate();
  const { data: accounts } = useSuspenseQuery(accountChoicesQuery);
  const mayCreate = useMay()("account.create");
  const columns = useColumns(accounts);
  const words = (search.q ?? "").toLocaleLowerCase();
  const shown = accounts.filter(
    ({ kind, name }) => (!search.kind || kind === search.kind) && name.toLocaleLowerCase().includes(words),
  );
  const open = accounts.find(({ id }) => id === search.account);
  const set = (next: AccountsSearch) =>
    void navigate({ to: "/admin/accounts", search: next, replace: true, resetScroll: false });
  const create = mayCreate ? (
    <Button
      variant="primary"
      icon={<Plus size={15} aria-hidden="true" />}
      onClick={() => set({ ...search, new: "account" })}
    >
      {t("create")}
    </Button>
  ) : null;

  return (
    <div className="flex flex-col gap-6">
      <PageHeader title={t("title")} description={t("lead")} actions={create} />
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox
          label={t("search")}
          value={search.q ?? ""}
          onSearch={(q) => set({ ...search, q: q || undefined })}
        />
        <Select
          className="w-44"
          aria-label={t("kind_label")}
          value={search.kind ?? ANY}
          onChange={(kind) => set({ ...search, kind: ACCOUNT_KINDS.find((known) => known === kind) })}
          options={[
            { value: ANY, label: t("any_kind") },
            ...ACCOUNT_KINDS.map((value) => ({ value, label: t(`kind.${value}`) })),
          ]}
        />
      </div>
      {shown.length > 0 ? (
        <div className={open ? "xl:pr-[26rem]" : undefined}>
          <RowTable
            label={t("title")}
            columns={columns}
            rows={toTree(shown, i18n.language)}
            rowKey={({ account }) => account.id}
            rowName={({ account }) => account.name}
            rowAddress={({ account }) => paths.accounts({ ...search, account: account.id })}
            openKey={search.account}
            onOpen={(account) => set({ ...search, account })}
            onEdit={(id) => void navigate({ to: paths.account(id) })}
          />
        </div>
      ) : (
        <EmptyState
          title={t("none_title")}
          action={accounts.length > 0 ? <Button onClick={() => set({})}>{t("clear")}</Button> : create}
        >
          {accounts.length > 0 ? t("none") : t("empty")}
        </EmptyState>
      )}
      <PeekPanel
        isOpen={open !== undefined}
        onClose={() => set({ ...search, account: undefined })}
        title={open?.name ?? ""}
        pageAddress={open ? paths.account(open.id) : undefined}
      >
        {open ? <AccountOverview key={`${open.id}/${open.version}`} account={open} /> : null}
      </PeekPanel>
      <AccountDialog isOpen={search.new === "account"} onClose={() => set({ ...search, new: undefined })} />
    </div>
  );
}

function useColumns(accounts: readonly Account[]): RowColumn<Branch>[] {
  const { t } = useTranslation("accounts");
  const nameOf = (id: string | null) => accounts.find((account) => account.id === id)?.name ?? "";
  return [
    {
      key: "name",
      label: t("name"),
      cell: ({ account, depth }) => (
        <span className="flex items-center gap-2.5" style={{ paddingLeft: `${depth * 24}px` }}>
          <AccountKindIcon kind={account.kind} />
          {account.name}
          {depth > 0 ? (
            <span className="sr-only">{t("within", { parent: nameOf(account.parent_id) })}</span>
          ) : null}
        </span>
      ),
    },
    { key: "kind", label: t("kind_label"), cell: ({ account }) => t(`kind.${account.kind}`) },
    {
      key: "members",
      label: t("members"),
      isNumber: true,
      isSecondary: true,
      cell: ({ account }) => account.members_count,
    },
    {
      key: "profiles",
      label: t("profiles"),
      isNumber: true,
      isSecondary: true,
      cell: ({ account }) => account.profiles_count,
    },
  ];
}
