import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Plus, Settings2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { ProfileCreateDialog } from "~/profiles/profile-create-dialog";
import { ProfileFilters } from "~/profiles/profile-filters";
import { ProfileTable } from "~/profiles/profile-table";
import { profilesQuery } from "~/profiles/queries";
import { type ProfilesSearch, profileFilterOf } from "~/profiles/search";
import { useMay } from "~/session/queries";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ButtonLink } from "~/ui/link";
import { MoreButton } from "~/ui/more-button";
import { PageHeader } from "~/ui/page-header";

export function ProfilesPage() {
  const { t } = useTranslation("profiles");
  const search = useSearch({ from: "/shell/admin/profiles" });
  const navigate = useNavigate();
  const may = useMay();
  const profiles = useSuspenseInfiniteQuery(profilesQuery(profileFilterOf(search)));
  const isFiltered = Object.values(profileFilterOf(search)).some(Boolean);
  const set = (next: ProfilesSearch) =>
    void navigate({ to: "/admin/profiles", search: next, replace: true, resetScroll: false });
  const create = may("profile.create") ? (
    <Button
      variant="primary"
      icon={<Plus size={15} aria-hidden="true" />}
      onClick={() => set({ ...search, new: "profile" })}
    >
      {t("create")}
    </Button>
  ) : null;

  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title={t("title")}
        description={t("lead")}
        actions={
          <>
            {may("profile_schema.update") ? (
              <ButtonLink
                to={paths.profileSchema(search.kind ?? "model")}
                icon={<Settings2 size={15} aria-hidden="true" />}
              >
                {t("schema.open")}
              </ButtonLink>
            ) : null}
            {create}
          </>
        }
      />
      <ProfileFilters search={search} onChange={set} />
      {profiles.data.length > 0 ? (
        <>
          <ProfileTable profiles={profiles.data} />
          <MoreButton
            hasMore={profiles.hasNextPage}
            isLoading={profiles.isFetchingNextPage}
            onMore={() => void profiles.fetchNextPage()}
          />
        </>
      ) : (
        <EmptyState
          title={t(isFiltered ? "none_title" : "empty_title")}
          action={isFiltered ? <Button onClick={() => set({})}>{t("clear")}</Button> : create}
        >
          {t(isFiltered ? "none" : "empty")}
        </EmptyState>
      )}
      <ProfileCreateDialog
        isOpen={search.new === "profile"}
        onClose={() => set({ ...search, new: undefined })}
      />
    </div>
  );
}
