import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PromptDetail, PromptVersion } from "~/api/types";
import { DiffText } from "~/diff/diff-text";
import { diffWords } from "~/diff/word-diff";
import { PromptEditor } from "~/prompts/prompt-editor";
import { PromptVersions } from "~/prompts/prompt-versions";
import { promptQuery } from "~/prompts/queries";
import { useMay } from "~/session/queries";
import { Card, Section } from "~/ui/card";
import { Dialog } from "~/ui/dialog";
import { PageHeader } from "~/ui/page-header";

export function PromptPage() {
  const { t } = useTranslation(["prompts", "terms"]);
  const { promptId } = useParams({ from: "/shell/prompts/$promptId" });
  const { compare } = useSearch({ from: "/shell/prompts/$promptId" });
  const navigate = useNavigate();
  const { data: prompt } = useSuspenseQuery(promptQuery(promptId));
  const may = useMay();
  const current = prompt.versions.find((version) => version.n === prompt.current_version);
  // The version that the editor starts from; choosing another starts it anew.
  const [base, setBase] = useState(prompt.current_version);
  const baseVersion = prompt.versions.find((version) => version.n === base) ?? current;

  const setCompare = (n?: number) =>
    void navigate({
      to: "/prompts/$promptId",
      params: { promptId },
      search: { compare: n === undefined ? undefined : String(n) },
      replace: true,
    });

  return (
    <div className="flex flex-col gap-8">
      <PageHeader
        overline={t(`terms:idea_kind.${prompt.kind}`)}
        title={prompt.name}
        description={t("prompts:page_lead")}
      />
      <div className="grid gap-10 lg:grid-cols-[minmax(0,1fr)_18rem]">
        {baseVersion ? (
          <PromptEditor
            key={`${baseVersion.n}`}
            prompt={prompt}
            base={baseVersion}
            isReadOnly={!may("prompt.update")}
            onSaved={setBase}
          />
        ) : null}
        <aside className="flex flex-col gap-8">
          <PromptVersions prompt={prompt} base={base} onOpen={setBase} onCompare={setCompare} />
          {baseVersion ? <Variables version={baseVersion} /> : null}
        </aside>
      </div>
      <Comparison prompt={prompt} current={current} compare={compare} onClose={() => setCompare()} />
    </div>
  );
}

function Variables({ version }: { version: PromptVersion }) {
  const { t } = useTranslation("prompts");
  return (
    <Section title={t("variables")} description={t("variables_lead")}>
      <ul className="flex flex-col gap-1.5 text-sm">
        {version.variables.map((variable) => (
          <li key={variable.name} className="flex items-baseline justify-between gap-3">
            <code className="min-w-0 break-all font-mono text-ink">{variable.name}</code>
            <span className="shrink-0 text-ink-faint">
              {variable.type}
              {variable.required ? "" : ` · ${t("optional")}`}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

interface ComparisonProps {
  prompt: PromptDetail;
  current: PromptVersion | undefined;
  compare: string | undefined;
  onClose: () => void;
}

function Comparison({ prompt, current, compare, onClose }: ComparisonProps) {
  const { t } = useTranslation("prompts");
  const other = prompt.versions.find((version) => String(version.n) === compare);
  if (!other || !current) return null;
  const [before, after] = other.n < current.n ? [other, current] : [current, other];
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="lg"
      title={t("compare_title", { before: before.n, after: after.n })}
    >
      <Card className="p-5 font-mono text-sm">
        <DiffText changes={diffWords(before.body, after.body)} />
      </Card>
    </Dialog>
  );
}
