import type { TFunction } from "i18next";
import type { Activity } from "~/api/types";

/** What was done, to be read after the actor's name. What the catalogue does not know is the server's English. */
export function describeActivity(
  entry: Activity,
  t: TFunction<"activity">,
  exists: (key: string) => boolean,
): string {
  if (isAboutOneself(entry)) return t("special.member_updated_self");
  const special = `special.${entry.action.replace(".", "_")}`;
  const general = `verb.${entry.action.split(".")[1] ?? ""}`;
  const verb = exists(special) ? special : general;
  const kind = `kind.${entry.target_kind}`;
  if (!exists(verb) || !exists(kind)) return entry.summary;
  const noun = t(kind as "kind.idea");
  const named = `class.${entry.target_name}`;
  const isClass = entry.action === "retention.updated" && exists(named);
  const name = isClass ? t(named as "class.audit") : entry.target_name || noun;
  const target = entry.target_name ? t("named", { noun, name }) : noun;
  return t(verb as "verb.created", { target, name });
}

/** The log says who only by name; somebody of the same name is told apart in the audit log. */
function isAboutOneself({ action, actor_kind, actor_name, target_name }: Activity): boolean {
  return action === "member.updated" && actor_kind === "member" && actor_name === target_name;
}

/** A changed value as a person would write it. */
export function showValue(value: unknown, nothing: string): string {
  if (value === null || value === undefined || value === "") return nothing;
  if (Array.isArray(value))
    return value.length > 0 ? value.map((part) => showValue(part, nothing)).join(", ") : nothing;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
