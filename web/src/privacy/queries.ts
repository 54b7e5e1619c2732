import { queryOptions } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import { listAll } from "~/api/list-all";
import type { LegalHold, PrivacyErasure, PrivacyExport, RetentionPolicy } from "~/privacy/types";

const POLL_MS = 2_000;
const isUnderWay = ({ state }: { state: string }) => state === "queued" || state === "running";

export const privacyExportsQuery = queryOptions({
  queryKey: keys.privacy.exports,
  queryFn: ({ signal }) => listAll<PrivacyExport>("/privacy-exports", {}, signal),
  refetchInterval: (query) => (query.state.data?.some(isUnderWay) ? POLL_MS : false),
});

export const erasuresQuery = queryOptions({
  queryKey: keys.privacy.erasures,
  queryFn: ({ signal }) => listAll<PrivacyErasure>("/privacy-erasures", {}, signal),
  refetchInterval: (query) => (query.state.data?.some(isUnderWay) ? POLL_MS : false),
});

export const retentionQuery = queryOptions({
  queryKey: keys.privacy.retention,
  queryFn: ({ signal }) => listAll<RetentionPolicy>("/retention-policies", {}, signal),
});

export const holdsQuery = queryOptions({
  queryKey: keys.privacy.holds,
  queryFn: ({ signal }) => listAll<LegalHold>("/legal-holds", {}, signal),
});

export const privacyFile = (id: string) => `/api/v1/privacy-exports/${id}/file`;
