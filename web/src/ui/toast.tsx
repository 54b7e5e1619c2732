import { AlertCircle, CheckCircle2, Info, X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { type Toast, toastStore } from "~/ui/toast-store";

const ICONS = {
  success: <CheckCircle2 size={17} className="text-good" aria-hidden="true" />,
  info: <Info size={17} className="text-accent" aria-hidden="true" />,
  error: <AlertCircle size={17} className="text-bad" aria-hidden="true" />,
};

/** The region is always in the page: screen readers announce only what is added to a region they know. */
export function Toasts() {
  const { t } = useTranslation("ui");
  const toasts = useSyncExternalStore(toastStore.watch, () => toastStore.toasts);
  return (
    <section
      aria-label={t("toast.region")}
      aria-live="polite"
      onPointerEnter={() => toastStore.pause()}
      onPointerLeave={() => toastStore.resume()}
      onFocus={() => toastStore.pause()}
      onBlur={() => toastStore.resume()}
      className="pointer-events-none fixed inset-x-4 top-4 z-50 flex flex-col gap-2 sm:top-auto sm:right-4 sm:bottom-4 sm:left-auto sm:w-96"
    >
      {toasts.map((toast) => (
        <Row key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function Row({ toast }: { toast: Toast }) {
  const { t } = useTranslation("ui");
  const { action } = toast;
  return (
    <div
      role={toast.kind === "error" ? "alert" : undefined}
      className="floating pointer-events-auto flex items-start gap-3 p-3.5 pr-2 starting:translate-y-1 starting:opacity-0"
    >
      <span className="mt-0.5">{ICONS[toast.kind]}</span>
      <div className="min-w-0 flex-1">
        <p className="wrap-anywhere font-medium">{toast.title}</p>
        {toast.description ? (
          <p className="wrap-anywhere text-ink-soft text-sm">{toast.description}</p>
        ) : null}
      </div>
      {action ? (
        <button
          type="button"
          className="rounded-sm px-2 py-0.5 font-medium text-accent text-sm hover:bg-hover"
          onClick={() => {
            toastStore.close(toast.id);
            action.onPress();
          }}
        >
          {action.label}
        </button>
      ) : null}
      <button
        type="button"
        aria-label={t("toast.dismiss")}
        onClick={() => toastStore.close(toast.id)}
        className="flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-faint hover:bg-hover hover:text-ink"
      >
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}
