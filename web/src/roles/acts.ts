import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import { applyChange, type Change, reverse } from "~/roles/matrix";
import { rolesQuery } from "~/roles/queries";
import type { RoleDetail } from "~/roles/types";

interface RightsChange {
  role: string;
  change: Change;
}

/** Shows at once, says so when the server refuses, and every other open page hears of it by the stream. */
export function useChangeRights() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ role, change }: RightsChange) =>
      api.post<RoleDetail>(`/roles/${role}/permissions`, change),
    onMutate: async ({ role, change }) => {
      await queries.cancelQueries({ queryKey: keys.roles });
      const before = heldBy(queries, role);
      const after = applyChange(before, change);
      update(queries, role, (known) => ({ ...known, permissions: after }));
      return { undo: reverse(before, after) };
    },
    onError: (_error, { role }, context) => {
      // Without a connection the roles cannot be read again: what was not saved must not look ticked.
      if (context) {
        update(queries, role, (known) => ({
          ...known,
          permissions: applyChange(known.permissions, context.undo),
        }));
      }
      void queries.invalidateQueries({ queryKey: keys.roles });
    },
    onSuccess: (changed) => {
      // Of several quick ticks the last answer has them all; an earlier one would untick the later.
      if (queries.isMutating({ mutationKey: RIGHTS }) <= 1) update(queries, changed.key, () => changed);
    },
    mutationKey: RIGHTS,
  });
}

const RIGHTS = ["rights"] as const;

function heldBy(queries: ReturnType<typeof useQueryClient>, key: string): readonly string[] {
  return queries.getQueryData(rolesQuery.queryKey)?.find((role) => role.key === key)?.permissions ?? [];
}

function update(
  queries: ReturnType<typeof useQueryClient>,
  key: string,
  change: (role: RoleDetail) => RoleDetail,
): void {
  queries.setQueryData(rolesQuery.queryKey, (roles) =>
    roles?.map((role) => (role.key === key ? { ...role, ...change(role) } : role)),
  );
}

export interface RoleOrder {
  name: string;
  description?: string;
  based_on?: string;
}

export function useCreateRole() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (order: RoleOrder) => api.post<RoleDetail>("/roles", order),
    meta: { showsOwnError: true },
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.roles }),
  });
}

export function useRenameRole() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ role, changes }: { role: RoleDetail; changes: Pick<RoleOrder, "name" | "description"> }) =>
      api.patch<RoleDetail>(`/roles/${role.key}`, changes, { ifMatch: role.version }),
    meta: { showsOwnError: true },
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.roles }),
  });
}

export function useDeleteRole() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (role: RoleDetail) => api.delete<void>(`/roles/${role.key}`, { ifMatch: role.version }),
    meta: { showsOwnError: true },
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.roles }),
  });
}
