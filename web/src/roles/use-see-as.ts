import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { setSeeingAs } from "~/api/see-as";
import { paths } from "~/paths";
import { meQuery } from "~/session/queries";

/** Looks at everything as a role would, until one stops. Nothing of the one sight stays in the other. */
export function useSeeAs() {
  const queries = useQueryClient();
  const router = useRouter();

  async function see(role: string | null, next: string): Promise<void> {
    setSeeingAs(role);
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "me" });
    await queries.fetchQuery({ ...meQuery, staleTime: 0 });
    await router.navigate({ to: next });
    await router.invalidate();
  }

  return {
    seeAs: (role: string) => see(role, paths.home()),
    stopSeeingAs: () => see(null, paths.roles()),
  };
}
