import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Me, Schemas } from "~/api/types";
import { chooseTimeZone } from "~/ui/time-zone";

/** Changes what one may change about oneself. */
export function useSaveMe() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (update: Partial<Schemas["MeUpdate"]>) => api.patch<Me>("/me", update),
    meta: { showsOwnError: true },
    onSuccess: (me) => {
      chooseTimeZone(me.member?.time_zone);
      return Promise.all([
        queries.invalidateQueries({ queryKey: keys.me }),
        queries.invalidateQueries({ queryKey: keys.members }),
      ]);
    },
  });
}
