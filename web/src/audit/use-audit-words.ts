import { useTranslation } from "react-i18next";
import type { AuditParty } from "~/audit/types";

/** The log's own words as a person would write them; what the catalogue does not know is shown as it is called. */
export function useAuditWords() {
  const { t, i18n } = useTranslation("audit");
  const known = (key: string) => i18n.exists(key, { ns: "audit" });
  return {
    classOf: (name: string) => (known(`class.${name}`) ? t(`class.${name}` as "class.update") : spaced(name)),
    action: (action: string) => {
      const key = `action.${action.replaceAll(".", "_")}`;
      const words = known(key) ? t(key as "action.member_signed_in") : spaced(action);
      return words.charAt(0).toLocaleUpperCase() + words.slice(1);
    },
    kind: (kind: string) => (known(`kind.${kind}`) ? t(`kind.${kind}` as "kind.member") : spaced(kind)),
    party: (party: AuditParty | null) => party?.name || party?.id || (party ? spaced(party.kind) : ""),
  };
}

function spaced(name: string): string {
  return name.replaceAll(/[._]/g, " ");
}
