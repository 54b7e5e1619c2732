import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";

interface MoreButtonProps {
  hasMore: boolean;
  isLoading: boolean;
  onMore: () => void;
}

/** The end of a list that is read page by page. A button, so that the page's foot stays reachable. */
export function MoreButton({ hasMore, isLoading, onMore }: MoreButtonProps) {
  const { t } = useTranslation("ui");
  if (!hasMore) return null;
  return (
    <div className="flex justify-center pt-2">
      <Button isBusy={isLoading} onClick={onMore}>
        {t("list.more")}
      </Button>
    </div>
  );
}
