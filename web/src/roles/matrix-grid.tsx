import { type FocusEvent, type KeyboardEvent, type MouseEvent, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Channel } from "~/api/types";
import { byResource, type Change, toggle, togglePlatform } from "~/roles/matrix";
import { MatrixGroup } from "~/roles/matrix-row";
import { RoleHead } from "~/roles/role-head";
import type { PermissionEntry, RoleDetail } from "~/roles/types";
import { useFreshRights } from "~/roles/use-fresh-rights";

interface MatrixGridProps {
  roles: readonly RoleDetail[];
  permissions: readonly PermissionEntry[];
  /** Why nothing can be ticked, if so. */
  lockedReason: string | null;
  onChange: (role: RoleDetail, change: Change) => void;
}

/** Where the keyboard stands: the names survive that rows come and go. */
export interface GridPlace {
  row: string;
  role: string;
}

const STEPS: Record<string, [down: number, right: number]> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
};

/** Permissions by roles, as the grid pattern of ARIA has it: one stop for Tab, arrows move, Space ticks. */
export function MatrixGrid({ roles, permissions, lockedReason, onChange }: MatrixGridProps) {
  const { t } = useTranslation("roles");
  const table = useRef<HTMLTableElement>(null);
  const [place, setPlace] = useState<GridPlace | null>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const rights = useMemo(() => new Map(roles.map((role) => [role.key, new Set(role.permissions)])), [roles]);
  const fresh = useFreshRights(roles);
  const groups = useMemo(() => byResource(permissions), [permissions]);
  const first = { row: permissions[0]?.permission ?? "", role: roles[0]?.key ?? "" };
  const isThere = place && permissions.some(({ permission }) => place.row.startsWith(permission));
  const active = isThere ? place : first;

  function tick(cell: HTMLElement): void {
    const { role: key = "", permission = "", platform } = cell.dataset;
    const role = roles.find((candidate) => candidate.key === key);
    const info = permissions.find((candidate) => candidate.permission === permission);
    if (!role || !info || cell.ariaDisabled === "true") return;
    const held = rights.get(key) ?? new Set<string>();
    onChange(role, platform ? togglePlatform(held, info, platform as Channel) : toggle(held, info));
  }

  function press(event: KeyboardEvent): void {
    const cell = (event.target as HTMLElement).closest<HTMLElement>("[data-permission]");
    if (!cell || event.metaKey || event.altKey) return;
    const target = move(event, cell, table.current);
    if (!target) return;
    event.preventDefault();
    target.focus();
    target.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function click(event: MouseEvent): void {
    const cell = (event.target as HTMLElement).closest<HTMLElement>("[data-permission]");
    if (cell) tick(cell);
  }

  function focus(event: FocusEvent): void {
    const { cell: row, role } = (event.target as HTMLElement).dataset;
    if (row && role && (row !== active.row || role !== active.role)) setPlace({ row, role });
  }

  return (
    <div className="relative max-h-[max(28rem,calc(100dvh-15rem))] overflow-auto rounded-md border border-line bg-surface">
      <table
        ref={table}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table walked by arrow keys is a grid
        role="grid"
        aria-label={t("matrix.label")}
        aria-readonly={lockedReason !== null}
        onKeyDown={press}
        onClick={click}
        onFocus={focus}
        className="border-separate border-spacing-0 text-left"
      >
        <thead>
          <tr>
            <th
              scope="col"
              className="sticky top-0 left-0 z-30 w-44 min-w-44 border-line border-r border-b bg-surface px-4 pb-2 align-bottom font-medium text-ink-faint text-sm sm:w-72 sm:min-w-72"
            >
              {t("matrix.permission")}
            </th>
            {roles.map((role) => (
              <RoleHead key={role.key} role={role} />
            ))}
          </tr>
        </thead>
        {groups.map(([resource, group]) => (
          <MatrixGroup
            key={resource}
            resource={resource}
            permissions={group}
            roles={roles}
            rights={rights}
            fresh={fresh}
            lockedReason={lockedReason}
            place={group.some(({ permission }) => active.row.startsWith(permission)) ? active : null}
            open={open}
            onOpen={(permission) => {
              const next = new Set(open);
              if (!next.delete(permission)) next.add(permission);
              setOpen(next);
            }}
          />
        ))}
      </table>
    </div>
  );
}

/** The cell that a key leads to. */
function move(event: KeyboardEvent, cell: HTMLElement, table: HTMLElement | null): HTMLElement | null {
  const rows = [...(table?.querySelectorAll<HTMLElement>("tr[data-cells]") ?? [])].map((row) => [
    ...row.querySelectorAll<HTMLElement>("[data-permission]"),
  ]);
  const at = rows.findIndex((row) => row.includes(cell));
  const column = rows[at]?.indexOf(cell) ?? -1;
  const step = STEPS[event.key];
  if (step && event.ctrlKey) return null;
  if (step) return rows[at + step[0]]?.[column + step[1]] ?? null;
  const last = (rows[at]?.length ?? 1) - 1;
  if (event.key === "Home") return rows[event.ctrlKey ? 0 : at]?.[0] ?? null;
  if (event.key === "End") return rows[event.ctrlKey ? rows.length - 1 : at]?.[last] ?? null;
  if (event.key === "PageDown") return rows[Math.min(rows.length - 1, at + 10)]?.[column] ?? null;
  if (event.key === "PageUp") return rows[Math.max(0, at - 10)]?.[column] ?? null;
  return null;
}
