import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { schemasQuery } from "~/profiles/queries";
import { SchemaEditor } from "~/profiles/schema-editor";
import { PROFILE_KINDS } from "~/profiles/types";
import { EmptyState } from "~/ui/empty-state";
import { PageHeader } from "~/ui/page-header";
import { TabLinks } from "~/ui/tabs";

/** What the tenant wants to know of each kind of profile. */
export function SchemaPage() {
  const { t } = useTranslation("profiles");
  const { kind } = useParams({ from: "/shell/admin/profile-schemas/$kind" });
  const { data: schemas } = useSuspenseQuery(schemasQuery);
  const schema = schemas.find((one) => one.kind === kind);
  return (
    <div className="flex flex-col gap-8">
      <PageHeader title={t("schema.title")} description={t("schema.lead")} />
      <TabLinks
        label={t("schema.kinds")}
        tabs={PROFILE_KINDS.map((one) => ({ to: paths.profileSchema(one), label: t(`kinds.${one}`) }))}
      />
      {schema ? (
        <SchemaEditor key={`${kind}/${schema.version}`} known={schema} />
      ) : (
        <EmptyState title={t("schema.none_title")}>{t("schema.none")}</EmptyState>
      )}
    </div>
  );
}
