import { Check, ChevronRight, CircleDashed, PenLine } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Exercise } from "~/api/types";
import { answeredCount } from "~/exercises/answers";
import { paths } from "~/paths";
import { cx } from "~/ui/class-names";
import { Link } from "~/ui/link";
import { useFormat } from "~/ui/use-format";

interface ExerciseListProps {
  clientId: string;
  exercises: readonly Exercise[];
}

const MARKS = {
  not_started: { face: <CircleDashed size={16} aria-hidden="true" />, className: "bg-sunken text-ink-faint" },
  in_progress: { face: <PenLine size={15} aria-hidden="true" />, className: "bg-accent-soft text-accent" },
  completed: { face: <Check size={16} aria-hidden="true" />, className: "bg-good-soft text-good" },
};

export function ExerciseList({ clientId, exercises }: ExerciseListProps) {
  return (
    <ul className="@container rounded-md border border-line bg-surface">
      {exercises.map((exercise) => {
        const mark = MARKS[exercise.state];
        return (
          <li
            key={exercise.key}
            className="relative flex items-center gap-4 border-line p-4 not-last:border-b hover:bg-hover/60 sm:p-5"
          >
            <span
              className={cx("flex size-9 shrink-0 items-center justify-center rounded-full", mark.className)}
            >
              {mark.face}
            </span>
            <div className="min-w-0 flex-1">
              <Link
                to={paths.clientExercise(clientId, exercise.key)}
                className="font-medium text-ink after:absolute after:inset-0 after:rounded-md focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
              >
                {exercise.title}
              </Link>
              <p className="text-ink-soft text-sm">{exercise.description}</p>
              <p className="mt-1 text-ink-faint text-sm @2xl:hidden">
                <StateText exercise={exercise} />
              </p>
            </div>
            <p className="hidden shrink-0 text-right text-ink-faint text-sm @2xl:block">
              <StateText exercise={exercise} />
            </p>
            <ChevronRight size={16} className="shrink-0 text-ink-faint" aria-hidden="true" />
          </li>
        );
      })}
    </ul>
  );
}

function StateText({ exercise }: { exercise: Exercise }) {
  const { t } = useTranslation("exercises");
  const format = useFormat();
  if (exercise.state === "completed" && exercise.completed_at) {
    const date = format.day(exercise.completed_at);
    return exercise.completed_by_name
      ? t("completed_by", { name: exercise.completed_by_name, date })
      : t("completed_on", { date });
  }
  if (exercise.state === "not_started") return t("not_started", { count: exercise.questions.length });
  return t("answered", {
    done: answeredCount(exercise.questions, exercise.answers),
    total: exercise.questions.length,
  });
}
