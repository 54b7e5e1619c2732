import { expect, it } from "vitest";
import { toTree } from "~/accounts/tree";
import type { Account } from "~/accounts/types";

const account = (id: string, name: string, parent_id: string | null = null) =>
  ({ id, name, parent_id }) as Account;

const shape = (accounts: Account[]) => toTree(accounts).map(({ account: { id }, depth }) => `${depth}${id}`);

it("puts accounts under those they belong to, in the order of their names", () => {
  const accounts = [account("n", "Nova", "t"), account("t", "Tiefton"), account("b", "Bergblick")];
  expect(shape(accounts)).toEqual(["0b", "0t", "1n"]);
});

it("loses none: a parent that is not there, or a ring", () => {
  expect(shape([account("a", "A", "gone")])).toEqual(["0a"]);
  expect(shape([account("a", "A", "b"), account("b", "B", "a")])).toEqual(["0a", "0b"]);
});
