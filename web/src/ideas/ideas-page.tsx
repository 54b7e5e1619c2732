import { useSuspenseQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { cx } from "~/ui/class-names";
import { EmptyState } from "~/ui/empty-state";
import { ButtonLink } from "~/ui/link";
import { PageHeader } from "~/ui/page-header";
import { IdeaList } from "./idea-list";
import { ideasQuery } from "./queries";
import { writeIdeaSearch } from "./search";
import { WIDE } from "./wide";

export function IdeasPage() {
  const { t } = useTranslation(["ideas", "campaigns"]);
  const search = useSearch({ from: "/shell/ideas" });
  const { data: ideas } = useSuspenseQuery(ideasQuery({}));
  return (
    <div className={cx("flex flex-col gap-8", WIDE)}>
      <PageHeader title={t("ideas:title")} description={t("ideas:lead")} />
      <IdeaList
        ideas={ideas}
        search={search}
        address={(next) => paths.ideas(writeIdeaSearch(next))}
        hasClient
        empty={
          <EmptyState
            title={t("ideas:empty.board_title")}
            action={<ButtonLink to={paths.campaigns()}>{t("campaigns:title")}</ButtonLink>}
          >
            {t("ideas:empty.board")}
          </EmptyState>
        }
      />
    </div>
  );
}
