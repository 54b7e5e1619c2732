import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiError, api, root } from "~/api/client";
import { keys } from "~/api/keys";
import type { InviteRow } from "~/people/import-rows";
import { USERS } from "~/people/queries";
import type {
  Assignment,
  ImportRow,
  Invitation,
  InvitationOrder,
  Override,
  User,
  UserChange,
} from "~/people/types";
import { toCsv } from "~/ui/csv";
import { describeProblem } from "~/ui/problem";

/** What everything about people is read anew after. */
function useStalePeople(): () => void {
  const queries = useQueryClient();
  return () => {
    for (const queryKey of [keys.users.all, keys.members, keys.invitations, keys.roles]) {
      void queries.invalidateQueries({ queryKey });
    }
  };
}

export function changeOf(user: User, changes: Partial<UserChange>): UserChange {
  const { name, role, account_id, state, preferences } = user;
  return { name, role, account_id, state, preferences, ...changes };
}

export function useUpdateUser() {
  const stale = useStalePeople();
  return useMutation({
    mutationFn: ({ user, changes }: { user: User; changes: Partial<UserChange> }) =>
      root.put<User>(`${USERS}/${user.id}`, changeOf(user, changes), { ifMatch: user.version }),
    onSettled: stale,
  });
}

export function useRemoveUser() {
  const stale = useStalePeople();
  return useMutation({
    mutationFn: (user: User) => root.delete<void>(`${USERS}/${user.id}`, { ifMatch: user.version }),
    meta: { showsOwnError: true },
    onSettled: stale,
  });
}

export function useInvite() {
  const stale = useStalePeople();
  return useMutation({
    mutationFn: (order: InvitationOrder) => api.post<Invitation>("/invitations", order),
    meta: { showsOwnError: true },
    onSuccess: stale,
  });
}

export interface InviteResult {
  row: InviteRow;
  /** Why this one was not invited, if so. */
  problem: string | null;
}

/** Invites whom the rows name; the table of the server knows no accounts, so who has one is invited singly. */
export function useImportInvitations() {
  const stale = useStalePeople();
  return useMutation({
    mutationFn: async (rows: readonly InviteRow[]): Promise<InviteResult[]> => {
      const problems = await importTable(rows.filter(({ accountId }) => accountId === null));
      for (const row of rows.filter(({ accountId }) => accountId !== null)) {
        problems.set(row.line, await inviteOne(row));
      }
      return rows.map((row) => ({ row, problem: problems.get(row.line) ?? null }));
    },
    meta: { showsOwnError: true },
    onSettled: stale,
  });
}

async function importTable(rows: readonly InviteRow[]): Promise<Map<number, string | null>> {
  if (rows.length === 0) return new Map();
  const table = toCsv([
    ["email", "name", "role"],
    ...rows.map(({ email, name, role }) => [email, name, role]),
  ]);
  const { results } = await api.post<{ results: ImportRow[] }>("/invitations/import", undefined, {
    text: { type: "text/csv", content: table },
  });
  return new Map(rows.map(({ line }, at) => [line, results[at]?.problem ?? null]));
}

async function inviteOne({ email, name, role, accountId }: InviteRow): Promise<string | null> {
  try {
    const order = { email, role, name: name || undefined, account_id: accountId ?? undefined };
    await api.post<Invitation>("/invitations", order);
    return null;
  } catch (error) {
    if (error instanceof ApiError && error.fields[0]) return error.fields[0].detail;
    return describeProblem(error).detail;
  }
}

export function useResendInvitation() {
  const stale = useStalePeople();
  return useMutation({
    mutationFn: (id: string) => api.post<Invitation>(`/invitations/${id}/resend`),
    onSettled: stale,
  });
}

export function useRevokeInvitation() {
  const stale = useStalePeople();
  return useMutation({
    mutationFn: (id: string) => api.delete<void>(`/invitations/${id}`),
    meta: { showsOwnError: true },
    onSettled: stale,
  });
}

export const impersonate = (userId: string, reason: string) =>
  root.post<{ tenant: { name: string } }>(`${USERS}/${userId}/impersonate`, { reason });

export type OverrideOrder = Pick<Override, "member_id" | "permission" | "effect"> & {
  account_id?: string;
  expires_at?: string;
  reason?: string;
};

/** Exceptions and further roles of one person: whatever changes there changes what the person may do. */
function useStaleRights(memberId: string): () => void {
  const queries = useQueryClient();
  return () => {
    const stale = [
      keys.overrides(memberId),
      keys.assignments(memberId),
      keys.memberRights(memberId),
      ["explain"],
    ];
    for (const queryKey of stale) void queries.invalidateQueries({ queryKey });
  };
}

export function useAddOverride(memberId: string) {
  const stale = useStaleRights(memberId);
  return useMutation({
    mutationFn: (order: OverrideOrder) => api.post<Override>("/permission-overrides", order),
    meta: { showsOwnError: true },
    onSuccess: stale,
  });
}

export function useRemoveOverride(memberId: string) {
  const stale = useStaleRights(memberId);
  return useMutation({
    mutationFn: (id: string) => api.delete<void>(`/permission-overrides/${id}`),
    onSettled: stale,
  });
}

export interface AssignmentOrder {
  member_id: string;
  role: string;
  account_id?: string;
  expires_at?: string;
}

export function useAddAssignment(memberId: string) {
  const stale = useStaleRights(memberId);
  return useMutation({
    mutationFn: (order: AssignmentOrder) => api.post<Assignment>("/role-assignments", order),
    meta: { showsOwnError: true },
    onSuccess: stale,
  });
}

export function useRemoveAssignment(memberId: string) {
  const stale = useStaleRights(memberId);
  return useMutation({
    mutationFn: (id: string) => api.delete<void>(`/role-assignments/${id}`),
    onSettled: stale,
  });
}
