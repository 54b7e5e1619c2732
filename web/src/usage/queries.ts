import { queryOptions } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Usage } from "~/api/types";

export const usageQuery = queryOptions({
  queryKey: keys.usage,
  queryFn: ({ signal }) => api.get<Usage>("/usage", { signal }),
});
