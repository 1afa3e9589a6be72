import { computed, inject, type Signal } from '@angular/core';
import { printValue, type SessionView } from '#contract';

import { PictureTime } from '../../picture/picture-time.ts';
import { eventLink, slowerTerms, type EventLink } from './event-links.ts';

/** Maximum number of sessions that a link names: a filter with more would be too long for a URL. */
export const NAMED_SESSIONS = 20;
const MINUTE_MS = 60_000;

/** Where the figures of sessions lead to; null for zero, and for more sessions than a link can name. */
export interface CallLinks {
  calls: EventLink | null;
  errors: EventLink | null;
  running: EventLink | null;
  /** The calls that took as long or longer. */
  slower(ms: number | null): EventLink | null;
}

/** The minute of the picture's time, up to which links of open sessions reach: they do not change each second. */
export function currentMinute(): Signal<number> {
  const { second } = inject(PictureTime);
  return computed(() => Math.floor(second() / MINUTE_MS) * MINUTE_MS);
}

/** Returns the term for these sessions; null if they are too many for a link. */
export function sessionsTerm(sessionIds: readonly string[]): string | null {
  return sessionIds.length > NAMED_SESSIONS ? null : `session:${sessionIds.map(printValue).join(',')}`;
}

/** Links to the calls of sessions, from the beginning of the first one to the end of the last, or to `now`. */
export function callLinks(sessions: readonly SessionView[], now: number): CallLinks {
  const scope = { filter: '', ...lifeOf(sessions, now) };
  const term = sessionsTerm(sessions.map(({ sessionId }) => sessionId));
  const link = (member: 'calls' | 'errors' | 'callsInFlight', what: string): EventLink | null =>
    sessions.some((session) => session[member] > 0) ? eventLink(scope, term, what) : null;
  return {
    calls: link('calls', 'type:tool:*'),
    errors: link('errors', 'is:error'),
    running: link('callsInFlight', 'is:running'),
    slower: (ms) => (ms === null ? null : eventLink(scope, term, slowerTerms(ms))),
  };
}

/** The time of sessions in whole minutes: nothing else has their ids, and the links seldom change. */
function lifeOf(sessions: readonly SessionView[], now: number): { from: number; to: number } {
  const from = Math.min(...sessions.map(({ openedAt }) => Date.parse(openedAt)));
  const to = Math.max(...sessions.map((session) => endOf(session, now)));
  return {
    from: Math.floor(from / MINUTE_MS) * MINUTE_MS,
    to: Math.ceil((to + 1) / MINUTE_MS) * MINUTE_MS,
  };
}

function endOf({ state, callsInFlight, lastEventAt, endedAt = '' }: SessionView, now: number): number {
  if (state === 'open' || callsInFlight > 0) return now;
  return Date.parse(endedAt > lastEventAt ? endedAt : lastEventAt);
}
