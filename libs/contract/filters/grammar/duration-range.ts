import { excerpt } from './filter-fault.ts';
import type { DurationRange } from '../filter.ts';

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
/** The units of a duration, shortest first. */
export const DURATION_UNITS = Object.keys(UNITS);
/** The longest duration that a filter names: about 31 years. */
const MAX_MS = 1e12;
// Every repetition is bounded, so no text makes it slow.
const DURATION = /^(\d{1,15}(?:\.\d{1,3})?)(ms|s|m|h)$/i;
const OPERATOR = /^[<>]=?/;

const FORMS =
  'Write >2s, >=2s, <2s, <=2s or 100ms..2s, with a unit of ms, s, m or h, and at most 1000000000s.';

/** Reads the value of `duration:`, or says what is wrong with it. */
export function parseDurationRange(text: string): { range: DurationRange } | { message: string } {
  const op = OPERATOR.exec(text)?.[0] as '>' | '>=' | '<' | '<=' | undefined;
  if (op) {
    const ms = parseDuration(text.slice(op.length));
    return ms === undefined ? notADuration(text) : { range: { op, ms } };
  }
  const dots = text.indexOf('..');
  const fromMs = parseDuration(text.slice(0, Math.max(dots, 0)));
  const toMs = parseDuration(text.slice(dots + 2));
  if (dots < 0 || fromMs === undefined || toMs === undefined) return notADuration(text);
  if (fromMs < toMs) return { range: { op: '..', fromMs, toMs } };
  return {
    message: `The range ${excerpt(text)} ends before anything is in it. Write the shorter duration first.`,
  };
}

/** The value of `duration:` for a range. */
export function printDurationRange(range: DurationRange): string {
  if (range.op !== '..') return `${range.op}${printDuration(range.ms)}`;
  return `${printDuration(range.fromMs)}..${printDuration(range.toMs)}`;
}

function parseDuration(text: string): number | undefined {
  const [, amount, unit] = DURATION.exec(text) ?? [];
  if (!amount || !unit) return undefined;
  const ms = Number(amount) * UNITS[unit.toLowerCase() as keyof typeof UNITS];
  // To the microsecond, so that it prints without the digits that binary fractions add.
  return ms <= MAX_MS ? Math.round(ms * 1_000) / 1_000 : undefined;
}

/** In the largest unit that needs no fraction. */
function printDuration(ms: number): string {
  const units = Object.entries(UNITS).toReversed();
  const [unit, size] = units.find(([, size]) => ms > 0 && ms % size === 0) ?? ['ms', UNITS.ms];
  return `${ms / size}${unit}`;
}

function notADuration(text: string): { message: string } {
  return { message: `${excerpt(text)} is not a duration. ${FORMS}` };
}
