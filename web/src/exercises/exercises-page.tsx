import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ExerciseList } from "~/exercises/exercise-list";
import { exercisesQuery } from "~/exercises/queries";
import { Progress } from "~/ui/progress";

export function ExercisesPage() {
  const { t } = useTranslation("exercises");
  const { clientId } = useParams({ from: "/shell/clients/$clientId/exercises" });
  const { data: exercises } = useSuspenseQuery(exercisesQuery(clientId));
  const total = exercises.items.length;
  const done = exercises.items.filter((exercise) => exercise.state === "completed").length;
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <p className="max-w-prose text-ink-soft text-lg">{t("lead")}</p>
      <Progress
        label={t("all_progress")}
        value={done}
        max={total}
        text={t("all_done", { done, total })}
        tone={done === total ? "good" : "accent"}
      />
      <ExerciseList clientId={clientId} exercises={exercises.items} />
    </div>
  );
}
