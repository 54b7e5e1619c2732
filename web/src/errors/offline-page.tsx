import { useEffect, useEffectEvent } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";

const RETRY_MS = 5_000;

/** What could not be loaded comes by itself when there is a connection again. */
export function OfflinePage({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation("shell");
  const retry = useEffectEvent(onRetry);
  useEffect(() => {
    const again = () => retry();
    window.addEventListener("online", again);
    // The browser may be connected all the time while the server is not to be reached.
    const timer = setInterval(() => navigator.onLine && again(), RETRY_MS);
    return () => {
      window.removeEventListener("online", again);
      clearInterval(timer);
    };
  }, []);
  return (
    <div role="status" className="mx-auto flex w-full max-w-2xl flex-col items-start gap-4 px-6 py-16">
      <h1 className="font-serif text-3xl">{t("offline.title")}</h1>
      <p className="max-w-prose text-ink-soft text-lg">{t("offline.body")}</p>
      <Button className="mt-2" onClick={onRetry}>
        {t("offline.retry")}
      </Button>
    </div>
  );
}
