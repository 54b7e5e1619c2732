import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Campaign, CampaignCreate, CampaignKind, Channel, Language } from "~/api/types";
import { CHANNEL_NAMES, CHANNELS, ChannelMark } from "~/ui/channel";
import { ChoiceGroup } from "~/ui/choice-group";
import { TextareaField, TextField } from "~/ui/field";
import { allOf, textOf } from "~/ui/form";
import { SelectField } from "~/ui/select";
import { TagInput } from "~/ui/tag-input";

const KINDS: readonly CampaignKind[] = ["social", "linkedin", "release", "paid", "casting"];
const LANGUAGES: readonly Language[] = ["en", "de"];
const COUNT_MAX = 50;

type Brief = Pick<
  Campaign,
  | "name"
  | "kind"
  | "objective"
  | "themes"
  | "starts_on"
  | "ends_on"
  | "channels"
  | "posts_count"
  | "reels_count"
  | "language"
>;

interface BriefFieldsProps {
  brief: Brief;
  /** In front of the name: whose campaign it is. */
  children?: ReactNode;
}

/** The fields of a brief, for a new campaign and for changing one. */
export function BriefFields({ brief, children }: BriefFieldsProps) {
  const { t } = useTranslation(["campaigns", "terms"]);
  return (
    <>
      <Group title={t("campaigns:brief.section_what")}>
        {children}
        <TextField
          name="name"
          label={t("campaigns:brief.name")}
          placeholder={t("campaigns:brief.name_placeholder")}
          defaultValue={brief.name}
          required
          maxLength={200}
        />
        <TextareaField
          name="objective"
          label={t("campaigns:brief.objective")}
          help={t("campaigns:brief.objective_help")}
          isOptional
          defaultValue={brief.objective ?? ""}
          maxLength={4000}
        />
        <Themes initial={brief.themes} />
        <div className="grid gap-5 sm:grid-cols-2">
          <SelectField<CampaignKind>
            name="kind"
            label={t("campaigns:brief.kind")}
            defaultValue={brief.kind}
            options={KINDS.map((value) => ({ value, label: t(`terms:campaign_kind.${value}`) }))}
          />
          <SelectField<Language>
            name="language"
            label={t("campaigns:brief.language")}
            defaultValue={brief.language}
            options={LANGUAGES.map((value) => ({ value, label: t(`terms:language.${value}`) }))}
          />
        </div>
      </Group>
      <Group title={t("campaigns:brief.section_where")}>
        <ChoiceGroup<Channel>
          legend={t("campaigns:brief.channels")}
          help={t("campaigns:brief.channels_help")}
          name="channels"
          kind="checkbox"
          defaultValue={brief.channels}
          options={CHANNELS.map((value) => ({
            value,
            label: CHANNEL_NAMES[value],
            icon: <ChannelMark channel={value} isDecorative />,
          }))}
        />
        <Dates startsOn={brief.starts_on} endsOn={brief.ends_on} />
      </Group>
      <Group title={t("campaigns:brief.section_how_many")}>
        <div className="grid grid-cols-2 gap-5">
          <Count name="posts_count" label={t("campaigns:brief.posts_count")} value={brief.posts_count} />
          <Count name="reels_count" label={t("campaigns:brief.reels_count")} value={brief.reels_count} />
        </div>
      </Group>
    </>
  );
}

/** What the form says; a field that was emptied is sent empty, not left out. */
export function readBrief(values: FormData): Omit<CampaignCreate, "client_id"> & {
  starts_on?: string;
  ends_on?: string;
} {
  return {
    name: textOf(values, "name") ?? "",
    kind: textOf(values, "kind") as CampaignKind | undefined,
    objective: textOf(values, "objective") ?? "",
    themes: allOf(values, "themes"),
    starts_on: textOf(values, "starts_on"),
    ends_on: textOf(values, "ends_on"),
    channels: allOf<Channel>(values, "channels"),
    posts_count: Number(textOf(values, "posts_count") ?? 0),
    reels_count: Number(textOf(values, "reels_count") ?? 0),
    language: textOf(values, "language") as Language | undefined,
  };
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-x-10 gap-y-4 border-line border-t pt-6 lg:grid-cols-[11rem_1fr]">
      <h2 className="font-serif text-ink text-xl">{title}</h2>
      <div className="flex min-w-0 flex-col gap-5">{children}</div>
    </section>
  );
}

function Themes({ initial }: { initial: readonly string[] }) {
  const { t } = useTranslation("campaigns");
  const [themes, setThemes] = useState(initial);
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium text-sm">
        {t("brief.themes")}
      </label>
      <TagInput id={id} name="themes" value={themes} onChange={setThemes} maxLength={80} maxTags={12} />
      <p className="text-ink-faint text-sm">{t("brief.themes_help")}</p>
    </div>
  );
}

function Dates({ startsOn, endsOn }: { startsOn: string | null; endsOn: string | null }) {
  const { t } = useTranslation("campaigns");
  const [first, setFirst] = useState(startsOn ?? "");
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <TextField
        name="starts_on"
        type="date"
        label={t("brief.starts_on")}
        isOptional
        value={first}
        onChange={(event) => setFirst(event.target.value)}
      />
      <TextField
        name="ends_on"
        type="date"
        label={t("brief.ends_on")}
        isOptional
        defaultValue={endsOn ?? ""}
        min={first || undefined}
      />
    </div>
  );
}

function Count({ name, label, value }: { name: string; label: string; value: number }) {
  return (
    <TextField
      name={name}
      label={label}
      type="number"
      inputMode="numeric"
      min={0}
      max={COUNT_MAX}
      defaultValue={String(value)}
      required
    />
  );
}
