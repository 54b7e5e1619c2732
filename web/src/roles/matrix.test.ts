import { describe, expect, it } from "vitest";
import { applyChange, byResource, resetOf, reverse, tickOf, toggle, togglePlatform } from "~/roles/matrix";
import { inOrder } from "~/roles/queries";
import type { PermissionEntry, RoleDetail } from "~/roles/types";

const info: PermissionEntry = {
  permission: "idea.create",
  resource: "idea",
  action: "create",
  description: "",
  platforms: ["linkedin", "instagram", "x"],
  is_sensitive: false,
  level: "account",
};

const rights = (...held: string[]) => new Set(held);

describe("a permission that is held by platform", () => {
  it("shows all, some, none", () => {
    expect(tickOf(rights("idea.create"), info)).toBe("on");
    expect(tickOf(rights("idea.create:x"), info)).toBe("mixed");
    expect(tickOf(rights("idea.read"), info)).toBe("off");
    expect(tickOf(rights("idea.create:linkedin", "idea.create:instagram", "idea.create:x"), info)).toBe("on");
  });

  it("becomes whole when its mixed cell is ticked, and leaves nothing behind when unticked", () => {
    expect(toggle(rights("idea.create:x"), info)).toEqual({
      grant: ["idea.create"],
      revoke: ["idea.create:x"],
    });
    expect(toggle(rights("idea.create"), info)).toEqual({ grant: [], revoke: ["idea.create"] });
  });

  it("loses one platform and keeps the others", () => {
    expect(togglePlatform(rights("idea.create"), info, "x")).toEqual({
      grant: ["idea.create:linkedin", "idea.create:instagram"],
      revoke: ["idea.create"],
    });
  });

  it("is whole again with the last platform", () => {
    const held = rights("idea.create:linkedin", "idea.create:instagram");
    const change = togglePlatform(held, info, "x");
    expect(applyChange([...held], change)).toEqual(["idea.create"]);
  });

  it("comes and goes for one platform", () => {
    expect(togglePlatform(rights(), info, "x")).toEqual({ grant: ["idea.create:x"], revoke: [] });
    expect(togglePlatform(rights("idea.create:x"), info, "x")).toEqual({
      grant: [],
      revoke: ["idea.create:x"],
    });
  });
});

it("finds the way back to what a role was out of the box", () => {
  const role = { is_built_in: true, granted: ["idea.create:x"], revoked: ["idea.read"] } as RoleDetail;
  expect(resetOf(role)).toEqual({ grant: ["idea.read"], revoke: ["idea.create:x"] });
  expect(resetOf(role, info)).toEqual({ grant: [], revoke: ["idea.create:x"] });
  expect(resetOf({ ...role, granted: [], revoked: [] })).toBeNull();
  expect(resetOf({ ...role, is_built_in: false })).toBeNull();
});

it("keeps the order of the server within each group", () => {
  const other = { ...info, permission: "client.read", resource: "client" };
  expect(byResource([info, other]).map(([resource]) => resource)).toEqual(["idea", "client"]);
});

it("stands roles in the order of what they may do, the tenant's own in between", () => {
  const roles = ["client", "zine", "admin", "creator", "atlas"].map(
    (key) => ({ key, name: key }) as RoleDetail,
  );
  expect(inOrder(roles).map(({ key }) => key)).toEqual(["admin", "creator", "atlas", "zine", "client"]);
});

it("takes one of two failed ticks back and leaves the other to its own answer", () => {
  const start = ["idea.read"];
  const first = applyChange(start, { grant: ["idea.create"], revoke: [] });
  const second = applyChange(first, { grant: ["idea.update"], revoke: ["idea.read"] });
  const withoutFirst = applyChange(second, reverse(start, first));
  expect(withoutFirst).toEqual(["idea.update"]);
  expect(applyChange(withoutFirst, reverse(first, second))).toEqual(start);
});
