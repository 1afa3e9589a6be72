import { beginOf, stateOf, type Call, type CallState } from '../call/call.ts';
import { operationText } from '../call/operation/operation-text.ts';
import type { Operation } from '../call/operation/operation.ts';
import { callLookOf, type Look } from '../call/call-look.ts';
import { formatDuration, formatRunning } from '../time/durations.ts';
import { formatTime } from '../time/times.ts';
import type { TimeSpan } from '../live/replay-state.ts';
import type { TimeScale } from './time-scale.ts';

/** A call as a row of the waterfall. */
export interface WaterfallRow {
  call: Call;
  /** The id of an event of the call, for links. */
  eventId: string;
  state: CallState;
  look: Look;
  duration: string;
  /** The accessible name of the row. */
  name: string;
  /** Position and width of the bar, as percentages of the track. */
  left: number;
  width: number;
  /** Positions of progress reports, as percentages of the bar. */
  reports: readonly number[];
  /** Where the call before waited for the input that this one gives, as percentages of the track. */
  wait: { left: number; width: number } | null;
  /** The folded idle time before the call, and the position of its text, as a percentage of the track. */
  idle: { text: string; at: number; isBefore: boolean } | null;
}

/** Returns the span of a call. `now` is the end of a running call's bar. */
export function spanOf(call: Call, now: number, isInFlight: boolean): TimeSpan {
  const from = beginOf(call);
  if (call.end) return { from, to: from + call.end.data.durationMs };
  return { from, to: isInFlight ? Math.max(from, now) : from };
}

/**
 * The text of an idle time is before the fold if there is at least this much room, in percent, or else after the bar.
 */
const IDLE_ROOM = 16;
/** Progress reports that are closer than this share of the track are drawn as one. */
const REPORT_ROOM = 0.012;

/** What a row is made of, besides its call. */
export interface RowFacts {
  scale: TimeScale;
  /** Milliseconds since 1970. */
  now: number;
  isInFlight: boolean;
  /** The operation that the call is a part of, if there is one. */
  operation: Operation | null;
}

/** Describes a call for its row. */
export function waterfallRow(call: Call, { scale, now, isInFlight, operation }: RowFacts): WaterfallRow {
  const span = spanOf(call, now, isInFlight);
  const state = stateOf(call, isInFlight);
  const look = callLookOf(state, call.end);
  const left = scale.at(span.from);
  const width = scale.at(span.to) - left;
  const duration = durationText(state, span);
  return {
    call,
    eventId: call.start?.id ?? call.end?.id ?? '',
    state,
    look,
    duration,
    name: `${call.tool}, ${look.word}${duration && ` ${duration}`}, began ${formatTime(span.from)}${partText(call, operation)}`,
    left: left * 100,
    width: width * 100,
    reports: apart(
      call.progress.map(({ timestamp }) => scale.at(Date.parse(timestamp))),
      left,
      left + width,
    ).map((at) => ((at - left) / width) * 100),
    wait: waitBefore(call, operation, scale),
    idle: idleBefore(span.from, scale, (left + width) * 100),
  };
}

/** Says which part of an operation a call is; empty if it is none. */
function partText(call: Call, operation: Operation | null): string {
  if (!operation) return '';
  const { parts, isWaiting } = operation;
  const place = `, part ${parts.indexOf(call) + 1} of ${parts.length}`;
  return isWaiting ? `${place}, which waits for input` : `${place}, which ${operationText(operation)}`;
}

function waitBefore(call: Call, operation: Operation | null, scale: TimeScale): WaterfallRow['wait'] {
  const asked = operation?.parts[operation.parts.indexOf(call) - 1];
  if (!asked) return null;
  const from = scale.at(beginOf(asked) + (asked.end?.data.durationMs ?? 0));
  return { left: from * 100, width: Math.max(0, scale.at(beginOf(call)) - from) * 100 };
}

/** Returns the positions that are far enough from each other and from both ends, in order. */
function apart(places: readonly number[], begin: number, end: number): number[] {
  const kept = [begin];
  for (const at of places.toSorted((a, b) => a - b))
    if (at - (kept.at(-1) ?? 0) >= REPORT_ROOM && end - at >= REPORT_ROOM / 2) kept.push(at);
  return kept.slice(1);
}

function idleBefore(begin: number, { folds }: TimeScale, barEnd: number): WaterfallRow['idle'] {
  const fold = folds.find(({ to }) => Math.abs(to - begin) < 1);
  if (!fold) return null;
  const text = `${formatDuration(fold.to - fold.from)} idle`;
  const isBefore = fold.at * 100 >= IDLE_ROOM;
  return { text, isBefore, at: isBefore ? fold.at * 100 : barEnd };
}

function durationText(state: CallState, { from, to }: TimeSpan): string {
  if (state === 'open') return '';
  return state === 'running' ? formatRunning(to - from) : formatDuration(to - from);
}
