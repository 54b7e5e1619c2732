import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { LegalHold, PrivacyErasure, PrivacyExport, RetentionPolicy, SubjectKind } from "~/privacy/types";

export interface Subject {
  kind: SubjectKind;
  id: string;
  name: string;
}

const asBody = ({ kind, id }: Subject) => ({ [`${kind}_id`]: id });

export function useExportSubject() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (subject: Subject) => api.post<PrivacyExport>("/privacy-exports", asBody(subject)),
    meta: { showsOwnError: true },
    onSuccess: () => void queries.invalidateQueries({ queryKey: keys.privacy.exports }),
  });
}

export function useEraseSubject() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ subject, reason }: { subject: Subject; reason: string }) =>
      api.post<PrivacyErasure>("/privacy-erasures", { ...asBody(subject), reason }),
    meta: { showsOwnError: true },
    // What was erased may stand in any list.
    onSuccess: () => void queries.invalidateQueries(),
  });
}

export function useKeepFor() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ policy, days }: { policy: RetentionPolicy; days: number | null }) =>
      api.put<RetentionPolicy>("/retention-policies", { class: policy.class, days }),
    onSettled: () => void queries.invalidateQueries({ queryKey: keys.privacy.retention }),
  });
}

export function useHold() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (order: { subject: string; reason: string }) => api.post<LegalHold>("/legal-holds", order),
    meta: { showsOwnError: true },
    onSuccess: () => void queries.invalidateQueries({ queryKey: keys.privacy.holds }),
  });
}

export function useReleaseHold() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.delete<void>(`/legal-holds/${id}`),
    meta: { showsOwnError: true },
    onSuccess: () => void queries.invalidateQueries({ queryKey: keys.privacy.holds }),
  });
}
