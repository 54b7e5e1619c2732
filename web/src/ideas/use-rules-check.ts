import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Channel, RulesCheck, Variant } from "~/api/types";

const PAUSE_MS = 250;

/** What the channel's rules say about a text, asked for after a short pause in typing. */
export function useRulesCheck(channel: Channel, variant: Variant) {
  const { text, title } = usePaused(variant, PAUSE_MS);
  return useQuery({
    queryKey: [...keys.rules, "check", channel, text, title ?? null],
    queryFn: ({ signal }) =>
      api.post<RulesCheck>("/rules/check", { channel, text, title: title ?? undefined }, { signal }),
    // The old counters stay while new ones are on their way, so that nothing jumps.
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
}

/** The value as it was when it last stood still for a while. */
function usePaused<T>(value: T, pauseMs: number): T {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value, pauseMs]);
  return paused;
}
