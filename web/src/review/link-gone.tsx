import { useTranslation } from "react-i18next";

/** Why a link leads nowhere, and who can help. */
export function LinkGone({ code }: { code: string }) {
  const { t } = useTranslation("review");
  const why = code.includes("expired") ? "expired" : code.includes("revoked") ? "revoked" : "unknown";
  return (
    <div className="flex flex-col gap-4 pt-20">
      <svg
        viewBox="0 0 64 32"
        width="64"
        height="32"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        aria-hidden="true"
        className="text-ink-faint"
      >
        <path d="M24 8h-8a8 8 0 0 0 0 16h8M40 8h8a8 8 0 0 1 0 16h-8M29 4l-2-3M35 4l2-3M32 5V1" />
      </svg>
      <h1 className="font-serif text-3xl">{t("gone.title")}</h1>
      <p className="max-w-prose text-ink-soft text-lg">{t(`gone.${why}`)}</p>
      <p className="max-w-prose text-lg">{t("gone.next")}</p>
    </div>
  );
}
