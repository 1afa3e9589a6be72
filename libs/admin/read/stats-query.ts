import { MAX_SERIES_POINTS, stepsBetween } from '#contract';
import { badRequest } from './bad-request.ts';

/** Length of a range without a beginning, in milliseconds. */
const RANGE_MS = 900_000;
/** Number of points, at most, of a series whose step is not given. */
const USUAL_POINTS = 200;
const DAY_MS = 86_400_000;
/** Lengths of steps that people know, in seconds: each divides a day. */
const USUAL_STEPS_S = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200];

/** A range of time, ISO 8601, UTC: `from` ≤ time < `to`. */
export interface TimeRange {
  from: string;
  to: string;
}

/** What is known of a range. */
export type AskedRange = { [End in keyof TimeRange]?: TimeRange[End] | undefined };

/** Completes a range: without `to` it ends now, and without `from` it has 15 minutes. Throws 400 for a range without time. */
export function rangeOf({ from, to }: AskedRange, now: number): TimeRange {
  const end = to ?? new Date(now).toISOString();
  const start = from ?? new Date(Date.parse(end) - RANGE_MS).toISOString();
  if (Date.parse(start) < Date.parse(end)) return { from: start, to: end };
  throw badRequest('BAD_PARAMETER', `"from" has to be before "to", and ${start} is not before ${end}`);
}

/** Throws 400 if a moment is asked for together with what chooses a range. */
export function requireMomentAlone(others: object): void {
  const [name] = Object.keys(others);
  if (name === undefined) return;
  throw badRequest('BAD_PARAMETER', `"at" chooses a moment, and cannot be combined with "${name}"`);
}

/** The step of a series: as asked, or one that suits the range. Throws 400 if it would make too many points. */
export function stepOf({ from, to }: TimeRange, asked: number | undefined): number {
  const lengthMs = Date.parse(to) - Date.parse(from);
  if (asked === undefined) return usualStep(lengthMs / USUAL_POINTS);
  const { first, end } = stepsBetween(from, to, asked);
  if (end - first <= MAX_SERIES_POINTS) return asked;
  const least = Math.ceil(lengthMs / (MAX_SERIES_POINTS - 1));
  const message = `"step" of ${asked} makes ${end - first} points, and ${MAX_SERIES_POINTS} are the most: take ${least} or more, or a shorter range`;
  throw badRequest('BAD_PARAMETER', message);
}

function usualStep(leastMs: number): number {
  const seconds = USUAL_STEPS_S.find((step) => step * 1_000 >= leastMs);
  return seconds === undefined ? Math.ceil(leastMs / DAY_MS) * DAY_MS : seconds * 1_000;
}
