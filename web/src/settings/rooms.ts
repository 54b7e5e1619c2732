import { ApiError } from "~/api/client";
import type { Me, Permission } from "~/api/types";

export type Room = "organisation" | "api_keys" | "applications" | "token_issuers";

/** Any of these opens the room; what may be done inside is asked again at each control. */
const OPENS: Record<Room, readonly Permission[]> = {
  organisation: ["settings.read", "settings.update"],
  api_keys: ["api_key.read", "api_key.create"],
  applications: ["oauth_client.read", "oauth_client.create", "oauth_client.review"],
  token_issuers: ["token_issuer.read", "token_issuer.update"],
};

export function mayOpen(me: Me, room: Room): boolean {
  return OPENS[room].some((permission) => me.permissions.includes(permission));
}

/** For `beforeLoad`: the page for "not allowed" is shown instead. */
export function opens(room: Room) {
  return ({ context }: { context: { me: Me } }) => {
    if (!mayOpen(context.me, room)) throw new ApiError({ status: 403, code: "forbidden" });
  };
}
