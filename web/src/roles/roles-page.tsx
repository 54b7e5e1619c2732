import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Eye, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { WIDE } from "~/ideas/wide";
import { useChangeRights } from "~/roles/acts";
import { resetOf } from "~/roles/matrix";
import { MatrixGrid } from "~/roles/matrix-grid";
import { permissionsQuery, rolesQuery } from "~/roles/queries";
import { type RoleAct, RoleActsProvider } from "~/roles/role-acts";
import { RoleDialogs } from "~/roles/role-dialogs";
import { RolesTabs } from "~/roles/roles-tabs";
import type { RolesSearch } from "~/roles/search";
import { usePermissionWords } from "~/roles/use-permission-words";
import { useSeeAs } from "~/roles/use-see-as";
import { useMay } from "~/session/queries";
import { useRoleName } from "~/session/use-role-name";
import { Button } from "~/ui/button";
import { cx } from "~/ui/class-names";
import { EmptyState } from "~/ui/empty-state";
import { Menu, MenuItem } from "~/ui/menu";
import { PageHeader } from "~/ui/page-header";
import { SearchBox } from "~/ui/search-box";
import { SegmentedControl } from "~/ui/segmented-control";

export function RolesPage() {
  const { t } = useTranslation("roles");
  const search = useSearch({ from: "/shell/admin/roles" });
  const navigate = useNavigate();
  const { data: roles } = useSuspenseQuery(rolesQuery);
  const { data: permissions } = useSuspenseQuery(permissionsQuery);
  const words = usePermissionWords();
  const mayChange = useMay()("role.update");
  const change = useChangeRights();
  const [act, setAct] = useState<RoleAct | { what: "create" } | null>(null);
  const setSearch = (next: RolesSearch) =>
    void navigate({ to: "/admin/roles", search: next, replace: true, resetScroll: false });

  const wanted = (search.q ?? "").toLocaleLowerCase();
  const shown = permissions.filter((info) => {
    if (search.show === "changed" && !roles.some((role) => resetOf(role, info))) return false;
    const texts = [words.what(info), words.resource(info.resource), info.permission, info.description];
    return texts.some((text) => text.toLocaleLowerCase().includes(wanted));
  });

  return (
    <RoleActsProvider value={setAct}>
      <div className={cx("flex flex-col gap-6", WIDE)}>
        <PageHeader
          title={t("title")}
          description={t("lead")}
          actions={
            <>
              <SeeAsMenu />
              {mayChange ? (
                <Button
                  variant="primary"
                  icon={<Plus size={15} aria-hidden="true" />}
                  onClick={() => setAct({ what: "create" })}
                >
                  {t("create")}
                </Button>
              ) : null}
            </>
          }
        />
        <RolesTabs />
        <div className="flex flex-wrap items-center gap-3">
          <SearchBox
            label={t("search")}
            value={search.q ?? ""}
            onSearch={(q) => setSearch({ ...search, q: q || undefined })}
          />
          <SegmentedControl
            label={t("show.label")}
            value={search.show ?? "all"}
            onChange={(show) => setSearch({ ...search, show: show === "all" ? undefined : show })}
            options={[
              { value: "all", label: t("show.all") },
              { value: "changed", label: t("show.changed") },
            ]}
          />
          <Legend />
        </div>
        {shown.length > 0 ? (
          <MatrixGrid
            roles={roles}
            permissions={shown}
            lockedReason={mayChange ? null : t("matrix.read_only")}
            onChange={(role, rights) => change.mutate({ role: role.key, change: rights })}
          />
        ) : (
          <EmptyState
            title={t("none_title")}
            action={<Button onClick={() => setSearch({})}>{t("clear")}</Button>}
          >
            {search.show === "changed" ? t("none_changed") : t("none")}
          </EmptyState>
        )}
        <p className="hidden text-ink-faint text-xs md:block">{t("matrix.keys")}</p>
        <RoleDialogs act={act} roles={roles} onClose={() => setAct(null)} />
      </div>
    </RoleActsProvider>
  );
}

function Legend() {
  const { t } = useTranslation("roles");
  return (
    <p className="ml-auto flex items-center gap-1.5 text-ink-soft text-sm">
      <span aria-hidden="true" className="size-1.5 rounded-full bg-warn" />
      {t("legend")}
    </p>
  );
}

/** Every role can be tried on, from where the page begins. */
function SeeAsMenu() {
  const { t } = useTranslation("roles");
  const { data: roles } = useSuspenseQuery(rolesQuery);
  const nameOf = useRoleName();
  const { seeAs } = useSeeAs();
  return (
    <Menu
      trigger={
        <Button icon={<Eye size={15} aria-hidden="true" />} aria-label={t("see_as")}>
          {t("see_as")}
        </Button>
      }
    >
      {roles.map((role) => (
        <MenuItem key={role.key} onSelect={() => void seeAs(role.key)}>
          {nameOf(role)}
        </MenuItem>
      ))}
    </Menu>
  );
}
