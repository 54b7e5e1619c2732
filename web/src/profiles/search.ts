import { PROFILE_KINDS, type ProfileKind } from "~/profiles/types";
import { oneOf, text } from "~/search";

/** What the address of the list of profiles says. */
export interface ProfilesSearch {
  q?: string | undefined;
  kind?: ProfileKind | undefined;
  account_id?: string | undefined;
  attribute?: string | undefined;
  new?: "profile" | undefined;
}

export function readProfilesSearch(search: Record<string, unknown>): ProfilesSearch {
  return {
    q: text(search.q),
    kind: oneOf(search.kind, PROFILE_KINDS),
    account_id: text(search.account_id),
    attribute: text(search.attribute),
    new: oneOf(search.new, ["profile"] as const),
  };
}

export function profileFilterOf({ q, kind, account_id, attribute }: ProfilesSearch) {
  return { q, kind, account_id, attribute: kind ? attribute : undefined };
}

const CONDITION = /^([a-z0-9_]+)(>=|<=|=)(.+)$/;

export interface Condition {
  name: string;
  operator: ">=" | "<=" | "=";
  value: string;
}

export function readCondition(attribute: string | undefined): Condition | null {
  const match = CONDITION.exec(attribute ?? "");
  if (!match) return null;
  return { name: match[1] ?? "", operator: match[2] as Condition["operator"], value: match[3] ?? "" };
}

export function writeCondition({ name, operator, value }: Condition): string {
  return `${name}${operator}${value}`;
}
