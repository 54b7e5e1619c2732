/** The last moment of a day of the person's own clock: what ends with a day still counts on it. */
export function endOfDay(date: string | undefined): string | undefined {
  if (!date) return undefined;
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  return new Date(year, month - 1, day, 23, 59, 59).toISOString();
}
