import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { useSchemaFields } from "~/profiles/queries";
import { attributeText, labelOf } from "~/profiles/schema-fields";
import type { Profile } from "~/profiles/types";
import { Avatar } from "~/ui/avatar";
import { type Column, Table } from "~/ui/table";

const SHOWN_ATTRIBUTES = 3;

export function ProfileTable({ profiles }: { profiles: readonly Profile[] }) {
  const { t } = useTranslation("profiles");
  const columns: Column<Profile>[] = [
    {
      key: "name",
      label: t("name"),
      cell: ({ name }) => (
        <span className="flex items-center gap-3">
          <Avatar name={name} />
          {name}
        </span>
      ),
    },
    { key: "kind", label: t("kind_label"), cell: ({ kind }) => t(`kind.${kind}`) },
    {
      key: "attributes",
      label: t("attributes"),
      isSecondary: true,
      className: "text-ink-soft text-sm",
      cell: (profile) => <Summary profile={profile} />,
    },
    {
      key: "account",
      label: t("account"),
      isSecondary: true,
      cell: ({ account_name }) => account_name ?? "",
    },
  ];
  return (
    <Table
      label={t("title")}
      columns={columns}
      rows={profiles}
      rowKey={({ id }) => id}
      rowAddress={({ id }) => paths.profile(id)}
    />
  );
}

function Summary({ profile }: { profile: Profile }) {
  const { t } = useTranslation("profiles");
  const fields = useSchemaFields(profile.kind);
  const said = fields
    .map((field) => ({
      field,
      text: attributeText(profile.attributes[field.name], field, t("yes"), t("no")),
    }))
    .filter(({ text }) => text !== "");
  return (
    <span className="flex flex-wrap gap-x-3">
      {said.slice(0, SHOWN_ATTRIBUTES).map(({ field, text }) => (
        <span key={field.name}>
          <span className="text-ink-faint">{labelOf(field)}:</span> {text}
        </span>
      ))}
    </span>
  );
}
