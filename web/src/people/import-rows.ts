import { parseCsv } from "~/ui/csv";

export type RowProblem =
  | "no_email"
  | "wrong_email"
  | "twice"
  | "no_role"
  | "unknown_role"
  | "unknown_account"
  | "no_account";

/** One person to invite, as read from the table, with what is wrong about the row. */
export interface InviteRow {
  /** Its place below the head, as a spreadsheet counts: the first line is 1. */
  line: number;
  email: string;
  name: string;
  /** As it is written; the key is empty where nothing is called so. */
  roleText: string;
  role: string;
  accountText: string;
  accountId: string | null;
  problem: RowProblem | null;
}

export interface Known {
  /** Every name of a role, in lower case, with its key. */
  roles: ReadonlyMap<string, string>;
  /** Every name of an account, in lower case, with its id. */
  accounts: ReadonlyMap<string, string>;
}

type Column = "email" | "name" | "role" | "account";

/** What a head line may call the columns, in both languages; the last ones are those of the app's own list. */
const COLUMN_NAMES: Record<Column, readonly string[]> = {
  email: ["email", "e-mail", "mail", "address", "adresse", "email address", "e-mail-adresse"],
  name: ["name"],
  role: ["role", "rolle"],
  account: ["account", "konto"],
};

const IN_ORDER: readonly Column[] = ["email", "name", "role", "account"];
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Reads a pasted table and judges each row before anything is sent. */
export function readInviteRows(text: string, known: Known): InviteRow[] {
  const rows = parseCsv(text.replace(/^\uFEFF/, ""));
  const head = columnsOf(rows[0] ?? []);
  const body = head ? rows.slice(1) : rows;
  const columns = head ?? IN_ORDER;
  const seen = new Set<string>();
  return body.map((cells, at) => {
    const cell = (column: Column) => cells[columns.indexOf(column)] ?? "";
    const [email, roleText, accountText] = [cell("email"), cell("role"), cell("account")];
    const row = {
      line: at + (head ? 2 : 1),
      email,
      name: cell("name"),
      roleText,
      role: known.roles.get(roleText.toLowerCase()) ?? "",
      accountText,
      accountId: known.accounts.get(accountText.toLowerCase()) ?? null,
    };
    const isTwice = seen.has(email.toLowerCase());
    seen.add(email.toLowerCase());
    return { ...row, problem: problemOf(row, isTwice) };
  });
}

function problemOf(row: Omit<InviteRow, "problem">, isTwice: boolean): RowProblem | null {
  if (row.email === "") return "no_email";
  if (!ADDRESS.test(row.email)) return "wrong_email";
  if (isTwice) return "twice";
  if (row.roleText === "") return "no_role";
  if (row.role === "") return "unknown_role";
  if (row.accountText !== "" && row.accountId === null) return "unknown_account";
  // Who comes for a client sees that client's work, and nothing else.
  return row.role === "client" && row.accountId === null ? "no_account" : null;
}

/** The columns of a head line, or nothing where the first line is a person already. */
function columnsOf(cells: readonly string[]): (Column | null)[] | null {
  const columns = cells.map((cell) => {
    const name = cell.toLowerCase();
    return IN_ORDER.find((column) => COLUMN_NAMES[column].includes(name)) ?? null;
  });
  return columns.includes("email") ? columns : null;
}
