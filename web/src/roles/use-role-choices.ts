import { useQuery } from "@tanstack/react-query";
import { rolesQuery } from "~/roles/queries";
import { useMay } from "~/session/queries";
import { useRoleName } from "~/session/use-role-name";

/** For choosing one, named. */
export function useRoleChoices(): { value: string; label: string }[] {
  const nameOf = useRoleName();
  const may = useMay();
  const { data: roles = [] } = useQuery({ ...rolesQuery, enabled: may("role.read") });
  return roles.filter((role) => role.is_assignable).map((role) => ({ value: role.key, label: nameOf(role) }));
}
