import { DOCUMENT } from '@angular/common';
import { computed, inject, linkedSignal, type Signal } from '@angular/core';
import { printFilter } from '#contract';

import { ActiveFilter } from '../filter/active-filter.ts';
import { LiveStore } from '../picture/live-store.ts';
import { PictureTime } from '../picture/picture-time.ts';
import { Clock } from '../time/clock.ts';
import { TimeScope } from '../view/time-scope.ts';
import type { Question } from './server-answer.ts';

/** Number of steps in which a page of analysis divides its time. */
export const STEPS = 45;
/** How often a live page asks again, in milliseconds: after new events, and without any. */
const BUSY_MS = 3_000;
const IDLE_MS = 30_000;
/** A live time begins at a multiple of this, in milliseconds: what is compared with it need not be asked for each time. */
const FROM_MS = 20_000;
/** The newest events may be stamped this much later than the picture's time in whole seconds. */
const AHEAD_MS = 2_000;

/** What a page of analysis is about: the events of a time that a filter selects. */
export interface AnalysisScope extends Question {
  /** Milliseconds since 1970: `from` ≤ time < `to`. */
  readonly from: number;
  readonly to: number;
  /** Length of the steps that its trends are drawn in, in milliseconds. Steps are multiples of it since 1970. */
  readonly stepMs: number;
  readonly filter: string;
  /** Whether it ends now and moves on. */
  readonly isLive: boolean;
}

/** The range of the URL; live and in a replay the last `liveSpanMs`, brought up to date as events arrive. */
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

/** A scope for links. That of a live time changes less often than its figures, and so do the links. */
export function linkScope(scope: Signal<AnalysisScope>): Signal<AnalysisScope> {
  return computed(
    () => {
      const { to, isLive, ...others } = scope();
      return { ...others, isLive, to: isLive ? Math.ceil(to / FROM_MS) * FROM_MS : to };
    },
    { equal: (a, b) => a.key === b.key && a.from === b.from && a.to === b.to },
  );
}

/** The end of the live time. Moves while the page is seen, at most once in three seconds. */
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
