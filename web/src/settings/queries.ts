import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Language, Me } from "~/api/types";

interface MeUpdate {
  name?: string;
  locale?: Language;
}

/** Changes what one may change about oneself. */
export function useSaveMe() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (update: MeUpdate) => api.patch<Me>("/me", update),
    meta: { showsOwnError: true },
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: keys.me }),
        queries.invalidateQueries({ queryKey: keys.members }),
      ]),
  });
}
