import { useQuery } from "@tanstack/react-query";
import { rolesQuery } from "~/roles/queries";
import { useMay } from "~/session/queries";
import { useRoleName } from "~/session/use-role-name";

/** What every tenant starts with, for those who may invite people and not see what roles may do. */
const OUT_OF_THE_BOX = [
  "account_owner",
  "admin",
  "analyst",
  "brand_creator",
  "client",
  "content_moderator",
  "creator",
  "employee",
  "manager",
  "member",
  "sales",
  "vendor",
];

/** For choosing one, named. */
export function useRoleChoices(): { value: string; label: string }[] {
  const nameOf = useRoleName();
  const mayRead = useMay()("role.read");
  const { data: roles = [] } = useQuery({ ...rolesQuery, enabled: mayRead });
  if (!mayRead) return OUT_OF_THE_BOX.map((key) => ({ value: key, label: nameOf({ key }) }));
  return roles.map((role) => ({ value: role.key, label: nameOf(role) }));
}
