import { useEffect } from "react";
import { startLive, stopLive } from "~/live";

/** The stream of changes lives as long as the shell is shown. */
export function useLiveSession(): void {
  useEffect(() => {
    startLive();
    return stopLive;
  }, []);
}
