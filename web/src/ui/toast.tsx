import { Toast as Base } from "@base-ui/react/toast";
import { AlertCircle, CheckCircle2, Info, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ApiError } from "~/api/client";
import { i18n } from "~/i18n/i18n";

const manager = Base.createToastManager();

interface ToastAction {
  label: string;
  onPress: () => void;
}

interface ToastOptions {
  description?: string;
  action?: ToastAction;
}

function add(
  type: "success" | "info" | "error",
  title: string,
  { description, action }: ToastOptions = {},
): void {
  manager.add({
    title,
    description,
    type,
    priority: type === "error" ? "high" : "low",
    // An error or an offer to undo has to stay long enough to be read and reached.
    timeout: type === "error" ? 12_000 : action ? 8_000 : 4_500,
    actionProps: action ? { children: action.label, onClick: action.onPress } : undefined,
  });
}

/** Short news about something that just happened. What must be read belongs on the page. */
export const toast = {
  success: (title: string, options?: ToastOptions) => add("success", title, options),
  info: (title: string, options?: ToastOptions) => add("info", title, options),
  error: (title: string, options?: ToastOptions) => add("error", title, options),
  /** For acts that have no place of their own to show a failure. */
  problem: (error: unknown) => {
    const { title, detail } = describeProblem(error);
    add("error", title, { description: detail });
  },
};

/** What happened, in the person's language where we know the code, with the request id to quote. */
export function describeProblem(error: unknown): { title: string; detail: string; requestId: string | null } {
  const t = i18n.getFixedT(null, "ui");
  if (!(error instanceof ApiError))
    return { title: t("problem.app_title"), detail: t("problem.app"), requestId: null };
  const requestId = error.requestId;
  const suffix = requestId ? ` (${t("problem.request", { id: requestId })})` : "";
  switch (error.code) {
    case "offline":
      return { title: t("problem.offline_title"), detail: t("problem.offline"), requestId };
    case "forbidden":
      return {
        title: t("problem.forbidden_title"),
        detail: error.message || t("problem.forbidden"),
        requestId,
      };
    case "not_found":
      return { title: t("problem.not_found_title"), detail: t("problem.not_found"), requestId };
    case "precondition_failed":
    case "stale_content":
      return { title: t("problem.stale_title"), detail: t("problem.stale"), requestId };
    case "rate_limited":
      return {
        title: t("problem.rate_title"),
        detail: t("problem.rate", { seconds: error.retryAfterSeconds ?? 60 }),
        requestId,
      };
    default:
      if (error.status >= 500)
        return { title: t("problem.server_title"), detail: t("problem.server") + suffix, requestId };
      return { title: t("problem.refused_title"), detail: error.message || t("problem.refused"), requestId };
  }
}

const ICONS = {
  success: <CheckCircle2 size={17} className="text-good" aria-hidden="true" />,
  info: <Info size={17} className="text-accent" aria-hidden="true" />,
  error: <AlertCircle size={17} className="text-bad" aria-hidden="true" />,
};

export function Toasts() {
  return (
    <Base.Provider toastManager={manager} limit={4}>
      <Base.Portal>
        <Base.Viewport className="fixed right-4 bottom-4 left-4 z-50 flex flex-col gap-2 sm:left-auto sm:w-96">
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastList() {
  const { t } = useTranslation("ui");
  const { toasts } = Base.useToastManager();
  return toasts.map((entry) => (
    <Base.Root
      key={entry.id}
      toast={entry}
      className="floating data-[limited]:hidden"
      swipeDirection={["right", "down"]}
    >
      <Base.Content className="flex items-start gap-3 p-3.5 pr-2">
        <span className="mt-0.5">{ICONS[(entry.type ?? "info") as keyof typeof ICONS]}</span>
        <div className="min-w-0 flex-1">
          <Base.Title className="font-medium text-base text-ink" />
          <Base.Description className="text-ink-soft text-sm" />
        </div>
        <Base.Action className="rounded-sm px-2 py-0.5 font-medium text-accent text-sm hover:bg-hover" />
        <Base.Close
          aria-label={t("toast.dismiss")}
          className="flex size-6 items-center justify-center rounded-sm text-ink-faint hover:bg-hover hover:text-ink"
        >
          <X size={14} aria-hidden="true" />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ));
}
