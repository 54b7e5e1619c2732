import { expect, it } from "vitest";
import { paths } from "~/paths";
import { oneOf, parseSearch, stringifySearch, text } from "~/search";
import { splitAddress } from "~/ui/link";

it("escapes what comes from people", () => {
  expect(paths.signIn("/clients?q=a&b=c")).toBe("/sign-in?next=%2Fclients%3Fq%3Da%26b%3Dc");
});

it("leaves out what is not given", () => {
  expect(paths.activity()).toBe("/activity");
  expect(paths.activity({ client_id: "cli_1", action: undefined })).toBe("/activity?client_id=cli_1");
});

it("goes to and fro between an address and its parts", () => {
  const address = paths.signIn("/ideas?state=draft");
  const { pathname, search } = splitAddress(address);
  expect(pathname).toBe("/sign-in");
  expect(search).toEqual({ next: "/ideas?state=draft" });
  expect(pathname + stringifySearch(search)).toBe(address);
});

it("reads search parameters as plain texts", () => {
  expect(parseSearch("?n=12&q=%22x%22")).toEqual({ n: "12", q: '"x"' });
});

it("narrows what an address claims", () => {
  expect(oneOf("draft", ["draft", "approved"])).toBe("draft");
  expect(oneOf("nonsense", ["draft", "approved"])).toBeUndefined();
  expect(text("")).toBeUndefined();
  expect(text(["a"])).toBeUndefined();
});
