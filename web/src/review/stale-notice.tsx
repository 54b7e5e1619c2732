import { useTranslation } from "react-i18next";
import type { Content } from "~/api/types";
import { ContentDiffView } from "~/diff/content-diff-view";

interface StaleNoticeProps {
  agency: string;
  before: Content;
  after: Content;
}

/** The approval came too late for this text; what is new is shown before anything is decided. */
export function StaleNotice({ agency, before, after }: StaleNoticeProps) {
  const { t } = useTranslation("review");
  return (
    <section role="alert" className="flex flex-col gap-3 rounded-md bg-warn-soft p-4">
      <h2 className="font-medium text-warn">{t("stale_title")}</h2>
      <p>{t("stale_body", { agency })}</p>
      <div className="rounded-md bg-surface p-3">
        <ContentDiffView before={before} after={after} />
      </div>
    </section>
  );
}
