import type { Answer, Question } from "~/api/types";

export type Answers = Readonly<Record<string, Answer>>;

export function isAnswered(answer: Answer | undefined): boolean {
  if (answer === undefined || answer === null) return false;
  return typeof answer === "number" || answer.length > 0;
}

export function answeredCount(questions: readonly Question[], answers: Answers): number {
  return questions.filter((question) => isAnswered(answers[question.key])).length;
}

/** Keys of the questions that must still be answered before the exercise can be completed. */
export function missingKeys(questions: readonly Question[], answers: Answers): string[] {
  return questions
    .filter((question) => question.required && !isAnswered(answers[question.key]))
    .map((question) => question.key);
}
