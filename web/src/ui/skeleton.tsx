import { useTranslation } from "react-i18next";
import { cx } from "~/ui/class-names";

export function Skeleton({ className }: { className?: string }) {
  return (
    <div
      aria-hidden="true"
      className={cx("animate-pulse rounded-sm bg-line/70", className ?? "h-4 w-full")}
    />
  );
}

/** While a page's first answer is on its way; it has the shape of a page, so that nothing jumps. */
export function PageSkeleton() {
  const { t } = useTranslation("ui");
  return (
    <div role="status" className="flex flex-col gap-8">
      <span className="sr-only">{t("loading")}</span>
      <Skeleton className="h-9 w-64" />
      <div className="flex flex-col gap-4">
        <Skeleton className="h-4 w-full" />
        <Skeleton className="h-4 w-11/12" />
        <Skeleton className="h-4 w-4/5" />
      </div>
    </div>
  );
}
