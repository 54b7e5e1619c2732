import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "~/api/client";
import { keys } from "~/api/keys";
import type { PromptDetail, PromptVersion } from "~/api/types";
import { PromptPreview } from "~/prompts/prompt-preview";
import { addPromptVersion } from "~/prompts/queries";
import { lineRange } from "~/prompts/text-lines";
import { Button } from "~/ui/button";
import { ProblemNotice } from "~/ui/problem-notice";
import { toast } from "~/ui/toast-store";

interface PromptEditorProps {
  prompt: PromptDetail;
  base: PromptVersion;
  isReadOnly: boolean;
  onSaved: (n: number) => void;
}

export function PromptEditor({ prompt, base, isReadOnly, onSaved }: PromptEditorProps) {
  const { t } = useTranslation("prompts");
  const queries = useQueryClient();
  const control = useRef<HTMLTextAreaElement>(null);
  const [body, setBody] = useState(base.body);
  const [note, setNote] = useState("");
  const isChanged = body !== base.body;

  const save = useMutation({
    mutationFn: () => addPromptVersion(prompt.id, body, note.trim() || undefined),
    meta: { showsOwnError: true },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.prompts.all });
      const n = queries.getQueryData<PromptDetail>(keys.prompts.one(prompt.id))?.versions_count;
      toast.success(t("saved"));
      setNote("");
      if (n) onSaved(n);
    },
  });
  const compileError = compileErrorOf(save.error);

  function goToLine(line: number): void {
    const textarea = control.current;
    if (!textarea) return;
    const { start, end } = lineRange(body, line);
    textarea.focus();
    textarea.setSelectionRange(start, end);
  }

  return (
    <div className="flex min-w-0 flex-col gap-8">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged) save.mutate();
        }}
      >
        <div className="flex items-baseline justify-between gap-4">
          <label htmlFor="prompt-body" className="font-serif text-xl">
            {isReadOnly ? t("text") : t("editing", { n: base.n })}
          </label>
          <span className="text-ink-faint text-sm tabular-nums">
            {t("characters", { count: [...body].length })}
          </span>
        </div>
        <textarea
          id="prompt-body"
          ref={control}
          value={body}
          readOnly={isReadOnly}
          spellCheck={false}
          rows={18}
          aria-invalid={compileError ? true : undefined}
          aria-describedby={compileError ? "prompt-error" : undefined}
          onChange={(event) => setBody(event.target.value)}
          className="control field-sizing-content max-h-[70vh] min-h-96 px-4 py-3.5 font-mono text-sm leading-6"
        />
        {compileError ? (
          <div id="prompt-error" role="alert" className="flex items-start gap-3 rounded-md bg-bad-soft p-3.5">
            <CircleAlert size={17} className="mt-0.5 shrink-0 text-bad" aria-hidden="true" />
            <div className="min-w-0 flex-1">
              <p className="font-medium text-bad">{t("compile_error")}</p>
              <p className="break-words">{compileError.detail}</p>
            </div>
            {compileError.line ? (
              <Button size="sm" onClick={() => goToLine(compileError.line ?? 1)}>
                {t("go_to_line", { line: compileError.line })}
              </Button>
            ) : null}
          </div>
        ) : save.error ? (
          <ProblemNotice error={save.error} />
        ) : null}
        {isReadOnly ? null : (
          <div className="flex flex-wrap items-center gap-3">
            <input
              value={note}
              onChange={(event) => setNote(event.target.value)}
              maxLength={200}
              aria-label={t("note")}
              placeholder={t("note")}
              className="control w-full sm:w-auto sm:flex-1"
            />
            {isChanged ? (
              <Button variant="ghost" onClick={() => setBody(base.body)}>
                {t("revert")}
              </Button>
            ) : null}
            <Button
              type="submit"
              variant="primary"
              isBusy={save.isPending}
              disabledReason={isChanged ? null : t("unchanged")}
            >
              {t("save")}
            </Button>
          </div>
        )}
      </form>
      <PromptPreview kind={prompt.kind} body={body} />
    </div>
  );
}

function compileErrorOf(error: unknown): { detail: string; line: number | null } | null {
  if (!(error instanceof ApiError)) return null;
  const field = error.fields.find((candidate) => candidate.pointer === "/body");
  if (!field) return null;
  // Older answers name the line only in the text.
  const named = /line (\d+)/i.exec(field.detail)?.[1];
  return { detail: field.detail, line: field.line ?? (named ? Number(named) : null) };
}
