import { queryOptions } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Answer, Exercise, Page } from "~/api/types";

export const exercisesQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.exercises(clientId),
    queryFn: ({ signal }) => api.get<Page<Exercise>>(`/clients/${clientId}/exercises`, { signal }),
  });

export const answerExercise = (
  clientId: string,
  key: string,
  answers: Record<string, Answer>,
  complete: boolean,
) => api.put<Exercise>(`/clients/${clientId}/exercises/${key}`, { answers, complete });
