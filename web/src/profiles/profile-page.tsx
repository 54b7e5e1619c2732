import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { VersionsPanel } from "~/history/versions-panel";
import { paths } from "~/paths";
import { useDeleteProfile, useUpdateProfile } from "~/profiles/acts";
import { AttributeFields } from "~/profiles/attribute-fields";
import { profileQuery, useSchemaFields } from "~/profiles/queries";
import { attributeText, labelOf, readAttributes } from "~/profiles/schema-fields";
import type { Profile } from "~/profiles/types";
import { useMay } from "~/session/queries";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/dialog";
import { Fact, FactList } from "~/ui/fact-list";
import { TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { PageHeader } from "~/ui/page-header";
import { Tabs } from "~/ui/tabs";
import { toast } from "~/ui/toast-store";

export function ProfilePage() {
  const { t } = useTranslation("profiles");
  const { profileId } = useParams({ from: "/shell/admin/profiles/$profileId" });
  const { tab } = useSearch({ from: "/shell/admin/profiles/$profileId" });
  const { data: profile } = useSuspenseQuery(profileQuery(profileId));
  const navigate = useNavigate();
  const may = useMay();
  const remove = useDeleteProfile();
  const [isAsking, setIsAsking] = useState(false);
  const sheet = may("profile.update") ? (
    <ProfileForm key={profile.version} profile={profile} />
  ) : (
    <Sheet profile={profile} />
  );

  return (
    <div className="flex flex-col gap-8">
      <PageHeader
        overline={[t(`kind.${profile.kind}`), profile.account_name].filter(Boolean).join(" · ")}
        title={profile.name}
        actions={
          may("profile.delete") ? (
            <Button icon={<Trash2 size={14} aria-hidden="true" />} onClick={() => setIsAsking(true)}>
              {t("delete")}
            </Button>
          ) : null
        }
      />
      {may("version.read") ? (
        <Tabs
          label={t("tabs", { name: profile.name })}
          value={tab ?? "sheet"}
          onChange={(next) =>
            void navigate({
              to: "/admin/profiles/$profileId",
              params: { profileId },
              search: { tab: next === "versions" ? "versions" : undefined },
              replace: true,
            })
          }
          tabs={[
            { value: "sheet", label: t("tab.sheet"), panel: sheet },
            {
              value: "versions",
              label: t("tab.versions"),
              panel: <VersionsPanel kind="profile" id={profileId} />,
            },
          ]}
        />
      ) : (
        sheet
      )}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t("delete_title", { name: profile.name })}
        consequence={t("delete_consequence")}
        actionLabel={t("delete")}
        isDangerous
        onConfirm={async () => {
          await remove.mutateAsync(profile);
          toast.success(t("deleted", { name: profile.name }));
          await navigate({ to: paths.profiles() });
        }}
      />
    </div>
  );
}

function ProfileForm({ profile }: { profile: Profile }) {
  const { t } = useTranslation("profiles");
  const fields = useSchemaFields(profile.kind);
  const update = useUpdateProfile();

  async function save(values: FormData): Promise<void> {
    // What the schema no longer knows is kept as it is.
    const known = new Set(fields.map(({ name }) => name));
    const others = Object.entries(profile.attributes).filter(([name]) => !known.has(name));
    await update.mutateAsync({
      profile,
      changes: {
        name: textOf(values, "name") ?? "",
        attributes: { ...Object.fromEntries(others), ...readAttributes(fields, values) },
      },
    });
    toast.success(t("saved", { name: textOf(values, "name") ?? profile.name }));
  }

  return (
    <Form onSubmit={save} className="flex max-w-3xl flex-col gap-6">
      {({ isBusy }) => (
        <>
          <TextField name="name" label={t("name")} required maxLength={120} defaultValue={profile.name} />
          <AttributeFields fields={fields} attributes={profile.attributes} />
          <div>
            <Button type="submit" variant="primary" isBusy={isBusy}>
              {t("save")}
            </Button>
          </div>
        </>
      )}
    </Form>
  );
}

function Sheet({ profile }: { profile: Profile }) {
  const { t } = useTranslation("profiles");
  const fields = useSchemaFields(profile.kind);
  return (
    <div className="max-w-3xl">
      <FactList>
        {fields.map((field) => (
          <Fact key={field.name} label={labelOf(field)}>
            {attributeText(profile.attributes[field.name], field, t("yes"), t("no")) || (
              <span className="text-ink-faint">{t("not_said")}</span>
            )}
          </Fact>
        ))}
      </FactList>
    </div>
  );
}
