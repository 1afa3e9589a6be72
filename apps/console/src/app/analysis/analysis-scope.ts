import { DOCUMENT } from '@angular/common';
import { computed, inject, linkedSignal, type Signal } from '@angular/core';
import { printFilter } from '#contract';

import type { Question } from '../api/server-answer.ts';
import { ActiveFilter } from '../filter/active-filter.ts';
import { LiveStore } from '../picture/live-store.ts';
import { PictureTime } from '../picture/picture-time.ts';
import { Clock } from '../time/clock.ts';
import { TimeScope } from '../view/time-scope.ts';

/** Number of steps into which an analysis page divides its time range. */
export const STEPS = 45;
/** Milliseconds after which a live page reloads its figures: after new events, and without any. */
const BUSY_MS = 3_000;
const IDLE_MS = 30_000;
/** A live range begins at a multiple of this, in milliseconds, so that the range before it is requested less often. */
const FROM_MS = 20_000;
/** Timestamps of the newest events may be later than the picture's time, which is in whole seconds, by this much. */
const AHEAD_MS = 2_000;

/** The events that an analysis page is about: those of a time range that a filter selects. */
export interface AnalysisScope extends Question {
  /** Milliseconds since 1970: `from` ≤ time < `to`. */
  readonly from: number;
  readonly to: number;
  /** Length of a step of its trends, in milliseconds. Steps begin at multiples of it since 1970. */
  readonly stepMs: number;
  readonly filter: string;
  /** Whether the range ends now and moves. */
  readonly isLive: boolean;
}

/** Returns the range of the URL, or while live and in a replay the last `liveSpanMs`, updated as events arrive. */
export function analysisScope(liveSpanMs: number): Signal<AnalysisScope> {
  const time = inject(TimeScope);
  const filter = inject(ActiveFilter);
  const end = liveEnd();
  return computed<AnalysisScope>(() => {
    const text = printFilter({ terms: filter.terms() });
    const range = time.range();
    if (range) {
      const stepMs = Math.max(1, Math.ceil((range.to - range.from) / STEPS));
      return { ...range, stepMs, filter: text, isLive: false, key: `${range.from} ${range.to} ${text}` };
    }
    const stepMs = liveSpanMs / STEPS;
    const to = end();
    const from = Math.floor((to - liveSpanMs) / FROM_MS) * FROM_MS;
    return { from, to, stepMs, filter: text, isLive: true, key: `live ${text}` };
  });
}

/**
 * Returns a scope for links. For a live range it changes less often than the figures, so the links change less often
 * too.
 */
export function linkScope(scope: Signal<AnalysisScope>): Signal<AnalysisScope> {
  return computed(
    () => {
      const { to, isLive, ...others } = scope();
      return { ...others, isLive, to: isLive ? Math.ceil(to / FROM_MS) * FROM_MS : to };
    },
    { equal: (a, b) => a.key === b.key && a.from === b.from && a.to === b.to },
  );
}

/** The end of the live range. Moves while the page is visible, at most once in three seconds. */
function liveEnd(): Signal<number> {
  const document = inject(DOCUMENT);
  const time = inject(TimeScope);
  const { second: wall } = inject(Clock);
  const { now, second } = inject(PictureTime);
  const { feed } = inject(LiveStore);
  const moved = linkedSignal<{ wall: number; end: number; added: number }, Moved>({
    source: () => {
      const end = time.choice().kind === 'replay' ? now() + 1 : second() + AHEAD_MS;
      return { wall: wall(), end, added: feed().added };
    },
    computation: (now, last) => (last && isSettled(now, last.value, document.hidden) ? last.value : now),
    equal: (a, b) => a === b,
  });
  return computed(() => moved().end);
}

interface Moved {
  wall: number;
  end: number;
  added: number;
}

function isSettled(now: Moved, last: Moved, isHidden: boolean): boolean {
  if (isHidden) return true;
  return now.wall - last.wall < (now.added === last.added ? IDLE_MS : BUSY_MS);
}
