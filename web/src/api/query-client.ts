import { MutationCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "~/api/client";
import { toast } from "~/ui/toast-store";

declare module "@tanstack/react-query" {
  interface Register {
    mutationMeta: {
      /** The component shows the failure itself; otherwise a toast does. */
      showsOwnError?: boolean;
    };
  }
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Live events say when something is stale; time alone does not.
      staleTime: 60_000,
      retry: (failures, error) => failures < 2 && isWorthRetrying(error),
      refetchOnWindowFocus: true,
    },
    // Without a connection an act fails at once and says so, instead of waiting unseen as if it were done.
    mutations: { networkMode: "always" },
  },
  mutationCache: new MutationCache({
    onError: (error, _variables, _result, mutation) => {
      if (!mutation.meta?.showsOwnError) toast.problem(error);
    },
  }),
});

function isWorthRetrying(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 500);
}
