import { CloudOff, RefreshCw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLiveState } from "~/live";
import { Badge } from "~/ui/badge";

/** Silent while all is well. */
export function LiveIndicator() {
  const { t } = useTranslation("shell");
  const state = useLiveState();
  const isBroken = state === "offline" || state === "reconnecting";
  return (
    <div role="status">
      {isBroken ? (
        <Badge
          tone={state === "offline" ? "bad" : "warn"}
          icon={
            state === "offline" ? (
              <CloudOff size={13} aria-hidden="true" />
            ) : (
              <RefreshCw size={13} className="animate-spin" aria-hidden="true" />
            )
          }
        >
          <span title={t(`live.${state}_hint`)}>{t(`live.${state}`)}</span>
        </Badge>
      ) : null}
    </div>
  );
}
