import { ApiError } from "~/api/client";
import type { Me } from "~/api/types";

export type Room = "api_keys" | "applications" | "token_issuers";

/** Any of these opens the room; what may be done inside is asked again at each control. */
const OPENS: Record<Room, readonly string[]> = {
  api_keys: ["api_key.read", "api_key.create"],
  applications: ["oauth_client.read", "oauth_client.create", "oauth_client.review"],
  token_issuers: ["token_issuer.read", "token_issuer.update"],
};

/** Whether the person holds a permission, by its name: the rooms ask for some that not every server has. */
export function holds(me: Me, permission: string): boolean {
  return (me.permissions as readonly string[]).includes(permission);
}

export function mayOpen(me: Me, room: Room): boolean {
  return OPENS[room].some((permission) => holds(me, permission));
}

/** For `beforeLoad`: the page for "not allowed" is shown instead. */
export function opens(room: Room) {
  return ({ context }: { context: { me: Me } }) => {
    if (!mayOpen(context.me, room)) throw new ApiError({ status: 403, code: "forbidden" });
  };
}
