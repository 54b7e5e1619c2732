import { ArrowDown, ArrowUp } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "~/ui/class-names";
import { Link } from "~/ui/link";
import type { Column } from "~/ui/table";
import { useRowKeys } from "~/ui/use-row-keys";
import type { Selection } from "~/ui/use-selection";

export interface RowColumn<Row> extends Column<Row> {
  /** The name by which the list can be sorted by this column. */
  sort?: string;
}

interface RowTableProps<Row> {
  label: string;
  columns: readonly RowColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** The row's name, for the control that selects it. */
  rowName: (row: Row) => string;
  /** Where the first column leads: the row's details beside the list. */
  rowAddress: (row: Row) => string;
  /** The row whose details are open. */
  openKey?: string;
  onOpen: (key: string) => void;
  /** What the key e does; the same as opening where there is no other page. */
  onEdit?: (key: string) => void;
  selection?: Selection;
  /** `name` or, downwards, `-name`. */
  sort?: string;
  onSort?: (sort: string) => void;
}

/** A list that is worked through: sorted by its heads, ticked, and walked with j k x e. */
export function RowTable<Row>(props: RowTableProps<Row>) {
  const { label, columns, rows, rowKey, rowName, rowAddress, openKey, selection, sort, onSort } = props;
  const { t } = useTranslation("ui");
  const container = useRef<HTMLDivElement>(null);
  useRowKeys(container, {
    onOpen: props.onOpen,
    onEdit: props.onEdit ?? props.onOpen,
    onToggle: (key) => selection?.toggle(key),
    onClear: () => selection?.clear(),
  });
  const allKeys = rows.map(rowKey);
  return (
    <div ref={container} className="relative overflow-x-auto">
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr className="border-line border-b">
            {selection ? (
              <th scope="col" className="w-9 pl-1 align-middle">
                <input
                  type="checkbox"
                  aria-label={t("rows.select_all")}
                  checked={allKeys.length > 0 && allKeys.every(selection.has)}
                  onChange={(event) => selection.setAll(event.target.checked ? allKeys : [])}
                  className="size-4 accent-(--accent-fill)"
                />
              </th>
            ) : null}
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                aria-sort={sortState(column.sort, sort)}
                className={cx("py-2 pr-4 font-medium text-ink-faint text-sm", shape(column))}
              >
                {column.sort && onSort ? (
                  <SortButton column={column} sort={sort} onSort={onSort} />
                ) : (
                  column.label
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = rowKey(row);
            const isMarked = selection?.has(key) || key === openKey;
            return (
              <tr
                key={key}
                data-row={key}
                className={cx(
                  "relative border-line border-b hover:bg-hover/60",
                  isMarked && "bg-accent-soft",
                )}
              >
                {selection ? (
                  <td className="relative z-10 w-9 pl-1 align-middle">
                    <input
                      type="checkbox"
                      aria-label={t("rows.select", { name: rowName(row) })}
                      checked={selection.has(key)}
                      onChange={() => selection.toggle(key)}
                      className="size-4 accent-(--accent-fill)"
                    />
                  </td>
                ) : null}
                {columns.map((column, at) => (
                  <td
                    key={column.key}
                    className={cx("py-3 pr-4 align-middle", shape(column), column.className)}
                  >
                    {at === 0 ? (
                      <Link
                        to={rowAddress(row)}
                        className="font-medium text-ink outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
                      >
                        {column.cell(row)}
                      </Link>
                    ) : (
                      column.cell(row)
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="mt-2 hidden text-ink-faint text-xs md:block">
        {selection ? t(props.onEdit ? "rows.keys" : "rows.keys_select") : t("rows.keys_open")}
      </p>
    </div>
  );
}

interface SortButtonProps<Row> {
  column: RowColumn<Row>;
  sort: string | undefined;
  onSort: (sort: string) => void;
}

function SortButton<Row>({ column, sort, onSort }: SortButtonProps<Row>) {
  const name = column.sort ?? "";
  const isUp = sort === name;
  const isDown = sort === `-${name}`;
  return (
    <button
      type="button"
      onClick={() => onSort(isUp ? `-${name}` : name)}
      className="inline-flex items-center gap-1 rounded-sm font-medium hover:text-ink"
    >
      {column.label}
      {isUp ? <ArrowUp size={12} aria-hidden="true" /> : null}
      {isDown ? <ArrowDown size={12} aria-hidden="true" /> : null}
    </button>
  );
}

function sortState(
  name: string | undefined,
  sort: string | undefined,
): "ascending" | "descending" | undefined {
  if (!name || !sort) return undefined;
  if (sort === name) return "ascending";
  return sort === `-${name}` ? "descending" : undefined;
}

function shape<Row>(column: Column<Row>): string {
  return cx(
    column.isNumber ? "text-right tabular-nums" : null,
    column.isSecondary ? "hidden md:table-cell" : null,
  );
}
