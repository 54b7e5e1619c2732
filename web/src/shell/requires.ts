import { refusalFor } from "~/api/refusal";
import type { Me, Permission } from "~/api/types";

/** For `beforeLoad` of a page that a role may not open at all: the page for "not allowed" is shown instead. */
export function requires(permission: Permission) {
  return ({ context }: { context: { me: Me } }) => {
    if (!context.me.permissions.includes(permission)) throw refusalFor(permission);
  };
}
