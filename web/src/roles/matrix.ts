import type { Channel } from "~/api/types";
import type { PermissionEntry, RoleDetail } from "~/roles/types";

export type Tick = "on" | "off" | "mixed";

export interface Change {
  grant: string[];
  revoke: string[];
}

type Rights = ReadonlySet<string>;

/** What a permission's cell shows: held for every platform, for some, for none. */
export function tickOf(rights: Rights, { permission, platforms }: PermissionEntry): Tick {
  if (rights.has(permission)) return "on";
  const held = platforms.filter((platform) => rights.has(`${permission}:${platform}`));
  if (held.length === 0) return "off";
  return held.length === platforms.length ? "on" : "mixed";
}

export function platformTick(rights: Rights, permission: string, platform: Channel): Tick {
  return rights.has(permission) || rights.has(`${permission}:${platform}`) ? "on" : "off";
}

/** Ticking a permission gives it for all platforms; unticking takes it for all. */
export function toggle(rights: Rights, info: PermissionEntry): Change {
  const single = info.platforms.map((platform) => `${info.permission}:${platform}`);
  const held = single.filter((right) => rights.has(right));
  if (tickOf(rights, info) === "on") return { grant: [], revoke: withHeld(rights, info.permission, held) };
  return { grant: [info.permission], revoke: held };
}

/** One platform more or less. Taking one from all leaves the others; the last one missing makes it all again. */
export function togglePlatform(rights: Rights, info: PermissionEntry, platform: Channel): Change {
  const { permission, platforms } = info;
  const name = (one: Channel) => `${permission}:${one}`;
  const others = platforms.filter((one) => one !== platform);
  if (rights.has(permission)) return { grant: others.map(name), revoke: [permission] };
  if (rights.has(name(platform))) return { grant: [], revoke: [name(platform)] };
  const isAll = others.every((one) => rights.has(name(one)));
  return isAll ? { grant: [permission], revoke: others.map(name) } : { grant: [name(platform)], revoke: [] };
}

export function applyChange(permissions: readonly string[], { grant, revoke }: Change): string[] {
  return [...new Set([...permissions.filter((right) => !revoke.includes(right)), ...grant])].sort();
}

/** What takes a change back, without touching what other changes did meanwhile. */
export function reverse(before: readonly string[], after: readonly string[]): Change {
  return {
    grant: before.filter((right) => !after.includes(right)),
    revoke: after.filter((right) => !before.includes(right)),
  };
}

/** What leads from a role's rights to those it had out of the box; nothing where it is as it was. */
export function resetOf(role: RoleDetail, only?: PermissionEntry): Change | null {
  if (!role.is_built_in) return null;
  const concerns = (right: string) => !only || right.split(":")[0] === only.permission;
  const [grant, revoke] = [role.revoked.filter(concerns), role.granted.filter(concerns)];
  return grant.length + revoke.length > 0 ? { grant, revoke } : null;
}

/** Permissions by what they are about, in the order of the server. */
export function byResource(permissions: readonly PermissionEntry[]): [string, PermissionEntry[]][] {
  const groups = new Map<string, PermissionEntry[]>();
  for (const info of permissions) groups.set(info.resource, [...(groups.get(info.resource) ?? []), info]);
  return [...groups];
}

function withHeld(rights: Rights, permission: string, held: readonly string[]): string[] {
  return rights.has(permission) ? [permission, ...held] : [...held];
}
