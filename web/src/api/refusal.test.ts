import { expect, it } from "vitest";
import { ApiError } from "~/api/client";
import { isRefusal, permissionLacking, refusalFor } from "~/api/refusal";

it("names the permission that is lacking, whoever refused", () => {
  expect(permissionLacking(refusalFor("campaign.read"))).toBe("campaign.read");
  const detail = "You need the permission idea.read for this.";
  expect(permissionLacking(new ApiError({ status: 403, code: "forbidden", detail }))).toBe("idea.read");
});

it("names none where the refusal has another reason", () => {
  const detail = "You act as somebody else: what is about a person is theirs alone.";
  expect(permissionLacking(new ApiError({ status: 403, code: "forbidden", detail }))).toBeNull();
  expect(permissionLacking(new ApiError({ status: 404 }))).toBeNull();
  expect(isRefusal(new ApiError({ status: 0 }))).toBe(false);
  expect(isRefusal(new Error("You need the permission idea.read for this."))).toBe(false);
});
