import { Check, ChevronRight, Minus, ShieldAlert } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { Channel } from "~/api/types";
import { platformTick, resetOf, type Tick, tickOf } from "~/roles/matrix";
import type { GridPlace } from "~/roles/matrix-grid";
import type { PermissionEntry, RoleDetail } from "~/roles/types";
import { usePermissionWords } from "~/roles/use-permission-words";
import { useRoleName } from "~/session/use-role-name";
import { CHANNEL_NAMES, ChannelMark } from "~/ui/channel";
import { cx } from "~/ui/class-names";

export interface MatrixRowsProps {
  roles: readonly RoleDetail[];
  rights: ReadonlyMap<string, ReadonlySet<string>>;
  /** What somebody else has just changed, as `role/permission`. */
  fresh: ReadonlySet<string>;
  lockedReason: string | null;
  /** Where the keyboard stands, if it stands here. */
  place: GridPlace | null;
}

interface MatrixGroupProps extends MatrixRowsProps {
  resource: string;
  permissions: readonly PermissionEntry[];
  open: ReadonlySet<string>;
  onOpen: (permission: string) => void;
}

const HEAD =
  "sticky left-0 z-10 border-line border-r border-b bg-surface px-4 py-1.5 text-left font-normal group-hover:bg-hover";

export function MatrixGroup({ resource, permissions, open, onOpen, ...rows }: MatrixGroupProps) {
  const words = usePermissionWords();
  return (
    <tbody>
      <tr>
        <th
          scope="rowgroup"
          className="sticky left-0 z-10 border-line border-r border-b bg-paper px-4 pt-3 pb-1 text-left font-medium text-ink-soft text-sm"
        >
          {words.resource(resource)}
        </th>
        <td colSpan={rows.roles.length} className="border-line border-b bg-paper" />
      </tr>
      {permissions.map((info) => (
        <PermissionRows
          key={info.permission}
          {...rows}
          place={rows.place?.row.startsWith(info.permission) ? rows.place : null}
          info={info}
          isOpen={open.has(info.permission)}
          onOpen={onOpen}
        />
      ))}
    </tbody>
  );
}

interface PermissionRowsProps extends MatrixRowsProps {
  info: PermissionEntry;
  isOpen: boolean;
  onOpen: (permission: string) => void;
}

const PermissionRows = memo(
  function PermissionRows({ info, isOpen, onOpen, ...rows }: PermissionRowsProps) {
    const { t } = useTranslation("roles");
    const words = usePermissionWords();
    const what = words.what(info);
    return (
      <>
        <tr data-cells="" className="group">
          <th scope="row" title={info.permission} className={HEAD}>
            <span className="flex items-center gap-1.5">
              {info.platforms.length > 0 ? (
                <button
                  type="button"
                  aria-expanded={isOpen}
                  aria-label={t("matrix.platforms", { what })}
                  onClick={() => onOpen(info.permission)}
                  className="-ml-1.5 flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-faint hover:bg-hover hover:text-ink"
                >
                  <ChevronRight
                    size={14}
                    aria-hidden="true"
                    className={cx("transition-transform", isOpen && "rotate-90")}
                  />
                </button>
              ) : null}
              <span className="min-w-0 text-sm leading-5 sm:text-base">{what}</span>
              {info.is_sensitive ? (
                <span title={t("matrix.sensitive")} className="shrink-0 text-ink-faint">
                  <ShieldAlert size={13} aria-hidden="true" />
                  <span className="sr-only">{t("matrix.sensitive")}</span>
                </span>
              ) : null}
            </span>
          </th>
          {rows.roles.map((role) => (
            <Cell
              key={role.key}
              {...rows}
              role={role}
              info={info}
              what={what}
              tick={tickOf(rows.rights.get(role.key) ?? NONE, info)}
            />
          ))}
        </tr>
        {isOpen
          ? info.platforms.map((platform) => (
              <tr key={platform} data-cells="" className="group">
                <th scope="row" className={cx(HEAD, "pl-10!")}>
                  <span className="flex items-center gap-2 text-ink-soft text-sm">
                    <ChannelMark channel={platform} isDecorative size={14} />
                    {CHANNEL_NAMES[platform]}
                  </span>
                </th>
                {rows.roles.map((role) => (
                  <Cell
                    key={role.key}
                    {...rows}
                    role={role}
                    info={info}
                    platform={platform}
                    what={`${what}, ${CHANNEL_NAMES[platform]}`}
                    tick={platformTick(rows.rights.get(role.key) ?? NONE, info.permission, platform)}
                  />
                ))}
              </tr>
            ))
          : null}
      </>
    );
  },
  (before, after) =>
    before.roles === after.roles &&
    before.place === after.place &&
    before.isOpen === after.isOpen &&
    before.fresh === after.fresh &&
    before.lockedReason === after.lockedReason &&
    before.info === after.info,
);

const NONE: ReadonlySet<string> = new Set();
const CHECKED = { on: true, off: false, mixed: "mixed" } as const;

interface CellProps extends MatrixRowsProps {
  role: RoleDetail;
  info: PermissionEntry;
  platform?: Channel;
  what: string;
  tick: Tick;
}

function Cell({ role, info, platform, what, tick, place, fresh, lockedReason }: CellProps) {
  const { t } = useTranslation("roles");
  const nameOf = useRoleName();
  const row = platform ? `${info.permission}:${platform}` : info.permission;
  const locked = role.key === "super_admin" ? t("matrix.locked_role") : lockedReason;
  const isChanged = !platform && resetOf(role, info) !== null;
  const isActive = place?.row === row && place.role === role.key;
  return (
    <td
      className={cx(
        "border-line border-b p-0 text-center group-hover:bg-hover/60",
        fresh.has(`${role.key}/${row}`) ? "bg-accent-soft" : null,
      )}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: an input has no markup for the third state */}
      <button
        type="button"
        role="checkbox"
        aria-checked={CHECKED[tick]}
        aria-label={`${nameOf(role)}: ${what}${isChanged ? `, ${t("matrix.changed")}` : ""}`}
        aria-disabled={locked ? true : undefined}
        title={locked ?? (isChanged ? t("matrix.changed") : undefined)}
        tabIndex={isActive ? 0 : -1}
        data-cell={row}
        data-role={role.key}
        data-permission={info.permission}
        data-platform={platform}
        className="relative mx-auto flex h-9 w-full min-w-11 items-center justify-center outline-none aria-disabled:cursor-not-allowed [&:focus-visible>span:first-child]:outline-2 [&:focus-visible>span:first-child]:outline-offset-2"
      >
        <span
          className={cx(
            "flex size-[18px] items-center justify-center rounded-sm border outline-accent transition-colors",
            tick === "off" ? "border-line-strong/70 text-transparent" : "border-accent-fill text-on-accent",
            tick === "on"
              ? "bg-accent-fill"
              : tick === "mixed"
                ? "bg-accent-soft text-accent!"
                : "bg-transparent",
            locked ? "opacity-45" : null,
          )}
        >
          {tick === "on" ? <Check size={13} strokeWidth={3} aria-hidden="true" /> : null}
          {tick === "mixed" ? <Minus size={13} strokeWidth={3} aria-hidden="true" /> : null}
        </span>
        {isChanged ? (
          <span aria-hidden="true" className="absolute top-1.5 right-2 size-1.5 rounded-full bg-warn" />
        ) : null}
      </button>
    </td>
  );
}
