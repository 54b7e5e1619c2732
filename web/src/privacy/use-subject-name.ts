import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { clientChoicesQuery } from "~/campaigns/queries";
import { membersQuery } from "~/people/queries";
import { useMay, useMe } from "~/session/queries";

/** Whom an id is of. The records of privacy name nobody: who was erased is not to be read from them. */
export function useSubjectName(): (id: string) => string {
  const { t } = useTranslation("privacy");
  const may = useMay();
  const { tenant } = useMe();
  const { data: members } = useQuery({ ...membersQuery, enabled: may("member.read") });
  const { data: clients = [] } = useQuery({ ...clientChoicesQuery(), enabled: may("client.read") });
  return (id) => {
    const known = [...(members?.items ?? []), ...clients].find((one) => one.id === id);
    if (known) return known.name;
    if (id === tenant.id) return tenant.name;
    const kind = id.startsWith("prf_") ? "profile" : id.startsWith("cli_") ? "client" : "member";
    return `${t(`subject.${kind}`)} ${id.slice(-6)}`;
  };
}
