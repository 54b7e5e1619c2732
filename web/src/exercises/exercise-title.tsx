import { useQuery } from "@tanstack/react-query";
import { exercisesQuery } from "~/exercises/queries";

export function ExerciseTitle({ clientId, exerciseKey }: { clientId: string; exerciseKey: string }) {
  const { data } = useQuery(exercisesQuery(clientId));
  return data?.items.find((exercise) => exercise.key === exerciseKey)?.title ?? "…";
}
