import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { SignedIn } from "~/api/types";
import { paths } from "~/paths";
import { meQuery } from "~/session/queries";
import { splitAddress } from "~/ui/link";

/** Signs in, by whatever means, and goes on to where the person was heading. */
export function useEnter(): (open: () => Promise<SignedIn>) => Promise<void> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { next } = useSearch({ strict: false });
  return async (open) => {
    await open();
    queries.removeQueries({ predicate: ({ queryKey }) => !BEFORE_THE_DOOR.has(String(queryKey[0])) });
    await queries.fetchQuery({ ...meQuery, staleTime: 0 });
    const { pathname, search } = splitAddress(withinApp(next) ?? paths.home());
    await navigate({ to: pathname, search, replace: true });
  };
}

/** Answers that are the same for everybody, and an invitation that its own page still shows. */
const BEFORE_THE_DOOR = new Set(["health", "providers", "invitation"]);

/** Only addresses of this app: `//elsewhere` and `/\elsewhere` would leave it. */
export function withinApp(address: string | undefined): string | undefined {
  return address && /^\/(?![/\\])/.test(address) ? address : undefined;
}
