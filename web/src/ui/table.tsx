import type { ReactNode } from "react";
import { cx } from "~/ui/class-names";
import { Link } from "~/ui/link";

export interface Column<Row> {
  key: string;
  label: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Numbers stand at the right, so that their digits align. */
  isNumber?: boolean;
  /** Left out on narrow screens. */
  isSecondary?: boolean;
  className?: string;
}

interface TableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Where a row leads: the first column becomes the link, and the whole row its target. */
  rowAddress?: (row: Row) => string;
}

export function Table<Row>({ label, columns, rows, rowKey, rowAddress }: TableProps<Row>) {
  return (
    <div className="relative overflow-x-auto">
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr className="border-line border-b">
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={cx("py-2 pr-4 font-medium text-ink-faint text-sm", shape(column))}
              >
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              className={cx("border-line border-b", rowAddress ? "relative hover:bg-hover/60" : null)}
            >
              {columns.map((column, at) => (
                <td
                  key={column.key}
                  className={cx("py-3 pr-4 align-middle", shape(column), column.className)}
                >
                  {at === 0 && rowAddress ? (
                    <Link
                      to={rowAddress(row)}
                      className="font-medium text-ink after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
                    >
                      {column.cell(row)}
                    </Link>
                  ) : (
                    column.cell(row)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function shape<Row>(column: Column<Row>): string {
  return cx(
    column.isNumber ? "text-right tabular-nums" : null,
    column.isSecondary ? "hidden md:table-cell" : null,
  );
}
