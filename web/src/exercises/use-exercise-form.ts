import { useQueryClient } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { ApiError } from "~/api/client";
import { keys } from "~/api/keys";
import type { Answer, Exercise, Page } from "~/api/types";
import { missingKeys } from "~/exercises/answers";
import { Autosave, type SaveState } from "~/exercises/autosave";
import { answerExercise } from "~/exercises/queries";

/** The answers of one exercise while someone types them. */
export function useExerciseForm(clientId: string, exercise: Exercise) {
  const queries = useQueryClient();
  const [answers, setAnswers] = useState<Record<string, Answer>>(exercise.answers);
  const [saveState, setSaveState] = useState<SaveState>("saved");
  const [failure, setFailure] = useState<unknown>(null);
  const [fieldErrors, setFieldErrors] = useState<Record<string, string>>({});
  const wasCompleted = exercise.state === "completed";

  function keep(saved: Exercise): void {
    queries.setQueryData<Page<Exercise>>(keys.exercises(clientId), (page) => {
      if (!page) return page;
      return { ...page, items: page.items.map((known) => (known.key === saved.key ? saved : known)) };
    });
    void queries.invalidateQueries({ queryKey: keys.clients.one(clientId) });
    void queries.invalidateQueries({ queryKey: keys.voice(clientId) });
  }

  async function send(changed: Record<string, Answer>, complete: boolean): Promise<void> {
    try {
      keep(await answerExercise(clientId, exercise.key, changed, complete));
      setFieldErrors({});
    } catch (error) {
      if (error instanceof ApiError) setFieldErrors(errorsByQuestion(error));
      throw error;
    }
  }

  // One saver for the life of the form; a completed exercise stays completed while it is corrected.
  const [saver] = useState(
    () =>
      new Autosave({
        save: (changed) => send(changed, wasCompleted),
        onState: (state, error) => {
          setSaveState(state);
          setFailure(error);
        },
      }),
  );

  const blocker = useBlocker({
    // Leaving waits for the last answer to be saved, and asks when it could not be.
    shouldBlockFn: async () => {
      await saver.flush();
      return saver.hasPending;
    },
    enableBeforeUnload: () => saver.hasPending,
    withResolver: true,
  });

  function leaveWithoutSaving(): void {
    saver.takePending();
    blocker.proceed?.();
  }

  useEffect(() => {
    const retry = () => void saver.flush();
    window.addEventListener("online", retry);
    return () => window.removeEventListener("online", retry);
  }, [saver]);

  function change(key: string, answer: Answer): void {
    setAnswers((current) => ({ ...current, [key]: answer }));
    setFieldErrors(({ [key]: _gone, ...others }) => others);
    saver.change(key, answer);
  }

  /** True when the exercise is complete now. */
  async function complete(): Promise<boolean> {
    setFailure(null);
    setSaveState("saving");
    try {
      await send({ ...saver.takePending(), ...answers }, true);
      setSaveState("saved");
      return true;
    } catch (error) {
      setSaveState("failed");
      const isAboutFields = error instanceof ApiError && error.fields.length > 0;
      setFailure(isAboutFields ? null : error);
      return false;
    }
  }

  const missing = missingKeys(exercise.questions, answers);
  const leaving = {
    isAsked: blocker.status === "blocked",
    stay: () => blocker.reset?.(),
    leave: leaveWithoutSaving,
  };
  const retry = () => void saver.flush();
  return { answers, change, complete, saveState, failure, fieldErrors, missing, retry, leaving };
}

/** `/answers/tone` → `tone`. */
function errorsByQuestion(error: ApiError): Record<string, string> {
  return Object.fromEntries(error.fields.map((field) => [field.pointer.split("/")[2] ?? "", field.detail]));
}
