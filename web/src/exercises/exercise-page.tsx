import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "~/api/client";
import type { Exercise } from "~/api/types";
import { useClient } from "~/clients/queries";
import { answeredCount } from "~/exercises/answers";
import { exercisesQuery } from "~/exercises/queries";
import { QuestionField } from "~/exercises/question-field";
import { SaveIndicator } from "~/exercises/save-indicator";
import { useExerciseForm } from "~/exercises/use-exercise-form";
import { paths } from "~/paths";
import { useMay } from "~/session/queries";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/dialog";
import { Link } from "~/ui/link";
import { PageHeader } from "~/ui/page-header";
import { Progress } from "~/ui/progress";
import { toast } from "~/ui/toast-store";
import { useFormat } from "~/ui/use-format";

export function ExercisePage() {
  const { clientId, exerciseKey } = useParams({ from: "/shell/clients/$clientId/exercises/$exerciseKey" });
  const { data } = useSuspenseQuery(exercisesQuery(clientId));
  const exercise = data.items.find((candidate) => candidate.key === exerciseKey);
  if (!exercise) throw new ApiError({ status: 404, code: "not_found" });
  // The key starts a fresh form for another exercise.
  return <ExerciseForm key={exercise.key} clientId={clientId} exercise={exercise} all={data.items} />;
}

interface ExerciseFormProps {
  clientId: string;
  exercise: Exercise;
  all: readonly Exercise[];
}

function ExerciseForm({ clientId, exercise, all }: ExerciseFormProps) {
  const { t } = useTranslation("exercises");
  const client = useClient(clientId);
  const navigate = useNavigate();
  const format = useFormat();
  const isReadOnly = !useMay()("exercise.answer");
  const form = useExerciseForm(clientId, exercise);
  const [showsMissing, setShowsMissing] = useState(false);
  const total = exercise.questions.length;
  const done = answeredCount(exercise.questions, form.answers);

  async function complete(): Promise<void> {
    const [firstMissing] = form.missing;
    if (firstMissing) {
      setShowsMissing(true);
      document.querySelector<HTMLElement>(`#question-${firstMissing} :is(input, textarea)`)?.focus();
      return;
    }
    if (!(await form.complete())) return;
    toast.success(t("done", { title: exercise.title }));
    const next = all.find((other) => other.key !== exercise.key && other.state !== "completed");
    await navigate({ to: next ? paths.clientExercise(clientId, next.key) : paths.clientVoice(clientId) });
  }

  return (
    <div className="flex flex-col gap-10">
      <PageHeader
        overline={<Link to={paths.clientExercises(clientId)}>{t("overline", { name: client.name })}</Link>}
        title={exercise.title}
        description={exercise.description}
        meta={exercise.state === "completed" ? <Badge tone="good">{t("completed")}</Badge> : null}
      />
      <div className="grid gap-10 lg:grid-cols-[minmax(0,1fr)_15rem] lg:gap-16">
        <div className="flex min-w-0 flex-col gap-10">
          {exercise.questions.map((question) => (
            <QuestionField
              key={question.key}
              question={question}
              answer={form.answers[question.key]}
              error={
                form.fieldErrors[question.key] ??
                (showsMissing && form.missing.includes(question.key) ? t("missing") : undefined)
              }
              isReadOnly={isReadOnly}
              onChange={(answer) => form.change(question.key, answer)}
            />
          ))}
          {isReadOnly ? null : (
            <div className="flex flex-wrap items-center gap-4 border-line border-t pt-6">
              <Button
                variant="primary"
                size="lg"
                isBusy={form.saveState === "saving"}
                onClick={() => void complete()}
              >
                {exercise.state === "completed" ? t("update") : t("complete")}
              </Button>
              {form.missing.length > 0 ? (
                <p className="text-ink-soft">{t("still_needed", { count: form.missing.length })}</p>
              ) : null}
            </div>
          )}
        </div>
        <aside className="order-first flex flex-col gap-5 lg:sticky lg:top-24 lg:order-none lg:self-start">
          <Progress
            label={t("progress")}
            value={done}
            max={total}
            text={t("answered", { done, total })}
            tone={done === total ? "good" : "accent"}
          />
          {isReadOnly ? (
            <p className="text-ink-soft text-sm">{t("read_only")}</p>
          ) : (
            <SaveIndicator state={form.saveState} failure={form.failure} onRetry={form.retry} />
          )}
          {exercise.completed_at ? (
            <p className="text-ink-faint text-sm">
              {t("completed_by", {
                name: exercise.completed_by_name ?? "–",
                date: format.date(exercise.completed_at),
              })}
            </p>
          ) : null}
        </aside>
      </div>
      <ConfirmDialog
        isOpen={form.leaving.isAsked}
        onClose={form.leaving.stay}
        title={t("leave.title")}
        consequence={t("leave.consequence")}
        actionLabel={t("leave.action")}
        isDangerous
        onConfirm={async () => form.leaving.leave()}
      />
    </div>
  );
}
