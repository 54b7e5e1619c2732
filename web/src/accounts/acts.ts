import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Account, AccountOrder } from "~/accounts/types";
import { api } from "~/api/client";
import { keys } from "~/api/keys";

export function useCreateAccount() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (order: AccountOrder) => api.post<Account>("/accounts", order),
    meta: { showsOwnError: true },
    onSuccess: () => void queries.invalidateQueries({ queryKey: keys.accounts.all }),
  });
}

export function useUpdateAccount() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ account, changes }: { account: Account; changes: Partial<AccountOrder> }) =>
      api.patch<Account>(`/accounts/${account.id}`, changes, { ifMatch: account.version }),
    meta: { showsOwnError: true },
    onSuccess: () => void queries.invalidateQueries({ queryKey: keys.accounts.all }),
  });
}

export function useArchiveAccount() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (account: Account) =>
      api.delete<void>(`/accounts/${account.id}`, { ifMatch: account.version }),
    meta: { showsOwnError: true },
    onSuccess: () => void queries.invalidateQueries({ queryKey: keys.accounts.all }),
  });
}
