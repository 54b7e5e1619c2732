import { expect, it } from "vitest";
import de from "~/i18n/de/people.json";
import en from "~/i18n/en/people.json";
import { readInviteRows } from "~/people/import-rows";
import { toCsv } from "~/ui/csv";

const known = {
  roles: new Map([
    ["creator", "creator"],
    ["kreation", "creator"],
    ["client", "client"],
    ["kunde", "client"],
  ]),
  accounts: new Map([["morning pour", "acc_1"]]),
};

it("reads roles by key or by name, in the order of the columns", () => {
  const rows = readInviteRows("ida@example.com,Ida Sommer,Kreation\nkai@example.com,,creator", known);
  expect(rows.map(({ email, name, role, problem }) => [email, name, role, problem])).toEqual([
    ["ida@example.com", "Ida Sommer", "creator", null],
    ["kai@example.com", "", "creator", null],
  ]);
});

it.each([
  ["en", en],
  ["de", de],
])("reads what the list exports in %s", (_language, words) => {
  const head = [words.name, words.email, words.role, words.account, words.state_label];
  const row = ["Ida", "ida@example.com", "Kunde", "Morning Pour", words.state.active];
  const read = readInviteRows(`\uFEFF${toCsv([head, row])}`, known);
  expect(read).toHaveLength(1);
  expect(read[0]).toMatchObject({ line: 2, email: "ida@example.com", role: "client", accountId: "acc_1" });
  expect(read[0]?.problem).toBeNull();
});

it("says of every bad row what is wrong with it", () => {
  const text = [
    "email,name,role,account",
    ",Nobody,creator,",
    "not-an-address,X,creator,",
    "a@x.test,A,creator,",
    "A@x.test,A,creator,",
    "b@x.test,B,,",
    "c@x.test,C,wizard,",
    "d@x.test,D,creator,Nowhere",
    "e@x.test,E,client,",
  ].join("\n");
  expect(readInviteRows(text, known).map(({ line, problem }) => [line, problem])).toEqual([
    [2, "no_email"],
    [3, "wrong_email"],
    [4, null],
    [5, "twice"],
    [6, "no_role"],
    [7, "unknown_role"],
    [8, "unknown_account"],
    [9, "no_account"],
  ]);
});
