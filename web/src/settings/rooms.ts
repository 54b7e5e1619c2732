import { refusalFor } from "~/api/refusal";
import type { Me, Permission } from "~/api/types";

export type Room = "organisation" | "api_keys" | "applications" | "token_issuers" | "webhooks";

/** What opens each room; what may be done inside is asked again at each control. */
const OPENS: Record<Room, Permission> = {
  organisation: "settings.read",
  api_keys: "api_key.read",
  applications: "oauth_client.read",
  token_issuers: "token_issuer.update",
  webhooks: "webhook.read",
};

export function mayOpen(me: Me, room: Room): boolean {
  return me.permissions.includes(OPENS[room]);
}

/** For `beforeLoad`: the page for "not allowed" is shown instead. */
export function opens(room: Room) {
  return ({ context }: { context: { me: Me } }) => {
    if (!mayOpen(context.me, room)) throw refusalFor(OPENS[room]);
  };
}
