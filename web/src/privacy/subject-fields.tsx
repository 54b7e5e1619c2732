import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { clientChoicesQuery } from "~/campaigns/queries";
import { membersQuery } from "~/people/queries";
import type { Subject } from "~/privacy/acts";
import type { SubjectKind } from "~/privacy/types";
import { profilesQuery } from "~/profiles/queries";
import { useMay } from "~/session/queries";
import { SegmentedControl } from "~/ui/segmented-control";
import { SelectField } from "~/ui/select";

interface SubjectFieldsProps {
  kind: SubjectKind;
  subject: Subject | null;
  onKind: (kind: SubjectKind) => void;
  onSubject: (subject: Subject | null) => void;
}

const KINDS: readonly SubjectKind[] = ["member", "profile", "client"];

/** Whose data it is about: somebody with an account here, somebody who is booked, or a client. */
export function SubjectFields({ kind, subject, onKind, onSubject }: SubjectFieldsProps) {
  const { t } = useTranslation("privacy");
  const choices = useChoices(kind);
  return (
    <div className="flex flex-col gap-4">
      <div>
        <SegmentedControl
          label={t("subject_kind")}
          value={kind}
          onChange={onKind}
          options={KINDS.map((value) => ({ value, label: t(`subject.${value}`) }))}
        />
      </div>
      <SelectField
        name={`${kind}_id`}
        label={t("whose")}
        required
        placeholder={t("choose")}
        value={subject?.id ?? null}
        onChange={(id) => {
          const found = choices.find(({ value }) => value === id);
          onSubject(found ? { kind, id: found.value, name: found.label } : null);
        }}
        options={choices}
      />
    </div>
  );
}

function useChoices(kind: SubjectKind): { value: string; label: string; hint?: string }[] {
  const may = useMay();
  const members = useQuery({ ...membersQuery, enabled: kind === "member" });
  const profiles = useInfiniteQuery({
    ...profilesQuery({}),
    enabled: kind === "profile" && may("profile.read"),
  });
  const clients = useQuery({ ...clientChoicesQuery(), enabled: kind === "client" && may("client.read") });
  if (kind === "profile") return (profiles.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  if (kind === "client") return (clients.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (members.data?.items ?? []).map(({ id, name, email }) => ({ value: id, label: name, hint: email }));
}
