import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useTimeZone } from "~/ui/time-zone";

const MINUTE = 60;
const STEPS: readonly [Intl.RelativeTimeFormatUnit, number, number][] = [
  ["minute", 3_600, MINUTE],
  ["hour", 86_400, 3_600],
  ["day", 7 * 86_400, 86_400],
];

/** Dates, numbers and money in the person's language and time zone. */
export function useFormat() {
  const { i18n } = useTranslation();
  const zone = useTimeZone();
  return useMemo(() => makeFormat(i18n.language, zone), [i18n.language, zone]);
}

/** `timeZone` is for moments; without it they are shown as on the device's clock. */
export function makeFormat(language: string, timeZone?: string) {
  // Agencies here work in Europe: English means British dates, not American ones.
  const locale = language.startsWith("de") ? "de-DE" : "en-GB";
  const date = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" });
  const dateThere = new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone,
  });
  const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
  const time = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone });
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium", timeZone });
  const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone });
  const number = new Intl.NumberFormat(locale);
  const compact = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

  return {
    /** `2026-11-21` or a timestamp → "21 Nov 2026". A plain date means that day everywhere. */
    date: (value: string) =>
      value.includes("T") ? dateThere.format(new Date(value)) : date.format(parseDate(value)),
    day: (value: string) => day.format(parseDate(value)),
    weekday: (value: Date) => weekday.format(value),
    dateTime: (value: string) => time.format(new Date(value)),
    /** With seconds, where the order of events matters. */
    exact: (value: string) => exact.format(new Date(value)),
    clock: (value: string) => clock.format(new Date(value)),
    dateRange: (from: string | null, to: string | null) =>
      from && to
        ? date.formatRange(parseDate(from), parseDate(to))
        : date.format(parseDate(from ?? to ?? "")),
    number: (value: number) => number.format(value),
    compact: (value: number) => compact.format(value),
    /** "3 minutes ago" within a week, the date after that. */
    ago: (value: string, now: number = Date.now()) => {
      const seconds = (new Date(value).getTime() - now) / 1000;
      const distance = Math.abs(seconds);
      if (distance < MINUTE) return relative.format(0, "second");
      for (const [unit, limit, size] of STEPS) {
        if (distance < limit) return relative.format(Math.round(seconds / size), unit);
      }
      return dateThere.format(new Date(value));
    },
    money: (cents: number, currency: string) =>
      new Intl.NumberFormat(locale, { style: "currency", currency }).format(cents / 100),
    /** Millionths of a dollar, as models are billed. Small amounts keep the digits that matter. */
    micros: (value: number) =>
      new Intl.NumberFormat(locale, {
        style: "currency",
        currency: "USD",
        currencyDisplay: "narrowSymbol",
        maximumFractionDigits: value > 0 && value < 1_000_000 ? 4 : 2,
      }).format(value / 1_000_000),
  };
}

export type Format = ReturnType<typeof makeFormat>;

function parseDate(value: string): Date {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  return match ? new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3])) : new Date(value);
}
