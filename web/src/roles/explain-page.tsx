import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { accountChoicesQuery } from "~/accounts/queries";
import { membersQuery } from "~/people/queries";
import { DecisionPath } from "~/roles/decision-path";
import { type ExplainQuery, explainQuery } from "~/roles/queries";
import { RolesTabs } from "~/roles/roles-tabs";
import type { ExplainSearch } from "~/roles/search";
import { usePermissionChoices } from "~/roles/use-permission-choices";
import { useMay, useMe } from "~/session/queries";
import { EmptyState } from "~/ui/empty-state";
import { PageHeader } from "~/ui/page-header";
import { ProblemNotice } from "~/ui/problem-notice";
import { SelectField } from "~/ui/select";
import { Skeleton } from "~/ui/skeleton";

/** Who may do what where, and which rule says so. */
export function ExplainPage() {
  const { t } = useTranslation("roles");
  const search = useSearch({ from: "/shell/admin/roles/explain" });
  const { person, permission } = search;
  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        documentTitle={t("explain.title")}
        title={t("explain.title")}
        description={t("explain.lead")}
      />
      <RolesTabs />
      <Question search={search} />
      {person && permission ? (
        <Answer query={{ person, permission, target: search.target }} />
      ) : (
        <EmptyState title={t("explain.empty_title")}>{t("explain.empty")}</EmptyState>
      )}
    </div>
  );
}

const OTHER = "other";

function Question({ search }: { search: ExplainSearch }) {
  const { t } = useTranslation("roles");
  const navigate = useNavigate();
  const { tenant } = useMe();
  const may = useMay();
  const { data: members } = useQuery(membersQuery);
  const permissionChoices = usePermissionChoices();
  const { data: accounts = [] } = useQuery({ ...accountChoicesQuery, enabled: may("account.read") });
  const isAccount = !search.target || accounts.some(({ id }) => id === search.target);
  const [isOther, setIsOther] = useState(!isAccount);
  const set = (changes: ExplainSearch) =>
    void navigate({ to: "/admin/roles/explain", search: { ...search, ...changes }, replace: true });

  return (
    <div className="grid gap-4 rounded-md border border-line bg-surface p-5 md:grid-cols-3">
      <SelectField
        name="person"
        label={t("explain.person")}
        value={search.person ?? null}
        placeholder={t("explain.choose_person")}
        onChange={(person) => {
          // Who sees one account only is asked about there: everywhere else the answer is no.
          const account = members?.items.find(({ id }) => id === person)?.account_id ?? undefined;
          setIsOther(false);
          set({ person: person ?? undefined, target: account ?? (isOther ? undefined : search.target) });
        }}
        options={(members?.items ?? []).map(({ id, name, email }) => ({
          value: id,
          label: name,
          hint: email,
        }))}
      />
      <SelectField
        name="permission"
        label={t("explain.permission")}
        value={search.permission ?? null}
        placeholder={t("explain.choose_permission")}
        onChange={(permission) => set({ permission: permission ?? undefined })}
        options={permissionChoices}
      />
      <div className="flex flex-col gap-2">
        <SelectField
          name="target"
          label={t("explain.target")}
          value={isOther ? OTHER : (search.target ?? "tenant")}
          onChange={(target) => {
            setIsOther(target === OTHER);
            if (target !== OTHER) set({ target: target === "tenant" ? undefined : (target ?? undefined) });
          }}
          options={[
            { value: "tenant", label: t("explain.whole", { tenant: tenant.name }) },
            ...accounts.map(({ id, name }) => ({ value: id, label: name })),
            { value: OTHER, label: t("explain.other") },
          ]}
        />
        {isOther ? (
          <input
            className="control font-mono"
            aria-label={t("explain.other")}
            placeholder="ide_…"
            defaultValue={search.target ?? ""}
            onBlur={(event) => set({ target: event.target.value.trim() || undefined })}
            onKeyDown={(event) =>
              event.key === "Enter" && set({ target: event.currentTarget.value.trim() || undefined })
            }
          />
        ) : null}
      </div>
    </div>
  );
}

function Answer({ query }: { query: ExplainQuery }) {
  const explanation = useQuery({ ...explainQuery(query), placeholderData: keepPreviousData });
  if (explanation.error) return <ProblemNotice error={explanation.error} />;
  if (!explanation.data) return <Skeleton className="h-48 w-full" />;
  return <DecisionPath explanation={explanation.data} />;
}
