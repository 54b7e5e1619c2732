import { useTranslation } from "react-i18next";

/** Where a route has not loaded the words of versions and differences, they come with the first look. */
export function useHistoryWords(): boolean {
  const { ready } = useTranslation(["history", "ideas"], { useSuspense: false });
  return ready;
}
