import { useTranslation } from "react-i18next";
import { permissionIn } from "~/api/refusal";
import type { AuditEvent, AuditParty } from "~/audit/types";
import { usePermissionWords } from "~/roles/use-permission-words";
import { useFormat } from "~/ui/use-format";

/** The log's own words as a person would write them; what the catalogue does not know is shown as it is called. */
export function useAuditWords() {
  const { t, i18n } = useTranslation("audit");
  const format = useFormat();
  const permissions = usePermissionWords();
  const known = (key: string) => i18n.exists(key, { ns: "audit" });
  const what = (permission: string) =>
    permissions.what({ permission: permission as "idea.read", description: "" });

  function kind(name: string): string {
    return known(`kind.${name}`) ? t(`kind.${name}` as "kind.member") : spaced(name);
  }

  function action(name: string): string {
    const special = `action.${name.replaceAll(".", "_")}`;
    if (known(special)) return capital(t(special as "action.member_signed_in"));
    const [noun = "", verb = ""] = name.split(".");
    if (!known(`kind.${noun}`) || !known(`verb.${verb}`)) return capital(spaced(name));
    return capital(t("phrase", { noun: kind(noun), verb: t(`verb.${verb}` as "verb.updated") }));
  }

  /** An override says itself what it allows or denies. */
  function event({ action: name, changes }: Pick<AuditEvent, "action" | "changes">): string {
    const after = (field: string) => changes.find((change) => change.field === field)?.after;
    const permission = after("permission");
    const effect = EFFECTS[name];
    if (!effect || typeof permission !== "string") return action(name);
    const end = after("expires_at");
    if (typeof end !== "string") return t(`override.${effect}`, { what: what(permission) });
    return t(`override.${effect}_until`, { what: what(permission), when: format.date(end) });
  }

  function party(of: AuditParty | null): string {
    if (!of) return "";
    if (of.kind === "operation") return operation(of.name);
    if (of.kind === "tenant" && of.name === "a list of people") return t("list_of_people");
    return of.name || of.id || kind(of.kind);
  }

  function operation(name: string): string {
    const [method = "", path = name] = name.split(" ");
    if (method === "GET") return t("operation.read", { path });
    return t(method === "DELETE" ? "operation.delete" : "operation.write", { path });
  }

  return {
    classOf: (name: string) => (known(`class.${name}`) ? t(`class.${name}` as "class.update") : spaced(name)),
    action,
    event,
    kind,
    party,
    note: (note: string) => {
      const permission = permissionIn(note);
      return permission ? t("lacks", { what: what(permission) }) : note;
    },
  };
}

const EFFECTS: Record<string, "allowed" | "denied"> = {
  "permission.allowed": "allowed",
  "permission.denied": "denied",
};

function spaced(name: string): string {
  return name.replaceAll(/[._]/g, " ");
}

function capital(words: string): string {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}
