import { calendarTimeOf, momentOf } from '../time/calendar.ts';
import type { TimeRange } from '../view/time-scope.ts';

/** A typed time in milliseconds since 1970, or how to write it right. */
export type TypedTime = { at: number } | { problem: string };

/** A typed range, or the end that has a fault and how to write it right. */
export type TypedRange = { range: TimeRange } | { end: 'from' | 'to'; problem: string };

const HOW = 'Write a time such as 14:05:00, yesterday 14:05, 2026-01-31 14:05 or -15m.';
const CLOCK = /^(?:(today|yesterday)\s+)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/i;
const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T\s]+(.*))?$/i;
const AGO = /^[-−](\d+)\s*([smhd])$/i;
const DAY_MS = 86_400_000;
const UNITS_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: DAY_MS };

/**
 * Reads a time as people type it, in the chosen zone unless it says its offset. `day` is the day of a time without a date:
 * any moment of it, in milliseconds since 1970.
 */
export function readTime(text: string, now: number, day = now): TypedTime {
  const typed = text.trim();
  if (/^now$/i.test(typed)) return { at: now };
  const ago = AGO.exec(typed);
  if (ago) return { at: now - Number(ago[1]) * (UNITS_MS[(ago[2] ?? '').toLowerCase()] ?? 0) };
  const date = DATE.exec(typed);
  const at = date ? readDate(date, typed) : readClock(typed, now, day);
  return at === null ? { problem: HOW } : { at };
}

/** Reads a range. A `to` without a date is on the day of `from`. */
export function readRange(from: string, to: string, now: number): TypedRange {
  const start = readTime(from, now);
  if ('problem' in start) return { end: 'from', problem: start.problem };
  if (start.at >= now) return { end: 'from', problem: 'That is in the future: begin before now.' };
  const end = readTime(to, now, start.at);
  if ('problem' in end) return { end: 'to', problem: end.problem };
  if (end.at <= start.at)
    return { end: 'to', problem: 'The range ends before it begins: write a later time.' };
  return { range: { from: start.at, to: end.at } };
}

/** A time as it can be typed: `2026-01-31 14:05:00`, with milliseconds where it has some. */
export function typedTime(at: number): string {
  const { year, month, day, hour, minute, second, ms } = calendarTimeOf(at);
  const date = [year, two(month), two(day)].join('-');
  const clock = [two(hour), two(minute), two(second)].join(':');
  return `${date} ${clock}${ms === 0 ? '' : `.${String(ms).padStart(3, '0')}`}`;
}

function readClock(typed: string, now: number, day: number): number | null {
  const parts = CLOCK.exec(typed);
  if (!parts) return null;
  const word = parts[1]?.toLowerCase();
  const today = calendarTimeOf(word === undefined ? day : now);
  const noon = momentOf({ ...today, hour: 12, minute: 0, second: 0, ms: 0 }) ?? now;
  const date = calendarTimeOf(word === 'yesterday' ? noon - DAY_MS : noon);
  return momentOf({ ...date, ...clockOf(parts) });
}

function readDate([, year, month, day, rest = '']: RegExpExecArray, typed: string): number | null {
  if (/(?:z|[+-]\d{2}:?\d{2})$/i.test(rest)) {
    const at = Date.parse(typed.replace(/\s+/, 'T'));
    return Number.isNaN(at) ? null : at;
  }
  const parts = CLOCK.exec(rest || '00:00');
  if (!parts || parts[1] !== undefined) return null;
  return momentOf({ year: Number(year), month: Number(month), day: Number(day), ...clockOf(parts) });
}

function clockOf([, , hour, minute, second, ms]: RegExpExecArray) {
  return {
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second ?? 0),
    ms: Number((ms ?? '').padEnd(3, '0')),
  };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
