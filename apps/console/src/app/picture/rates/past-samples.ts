import type { CrowsnestEvent } from '#contract';

import { APART_MS, KEPT_MS, type RateSample } from './rate-window.ts';

/**
 * Returns the counters in the seconds before a sample, oldest first, as far back as these events reach. It goes
 * backwards and subtracts each event from the counters after it.
 */
export function samplesBefore(now: RateSample, newestFirst: readonly CrowsnestEvent[]): RateSample[] {
  const samples: RateSample[] = [];
  const last = newestFirst.at(-1);
  const earliest = Math.max(now.at - KEPT_MS, last ? Date.parse(last.timestamp) : now.at);
  let counters = now;
  let taken = 0;
  for (let at = now.at; at >= earliest; at -= APART_MS) {
    for (
      let event = newestFirst[taken];
      event && Date.parse(event.timestamp) > at;
      event = newestFirst[taken]
    ) {
      counters = before(event, counters);
      taken += 1;
    }
    samples.push({ ...counters, at });
  }
  return samples.toReversed();
}

function before({ type }: CrowsnestEvent, { at, calls, ended, errors, sessions }: RateSample): RateSample {
  const isGone = type === 'session:close' || type === 'session:expired';
  const isEnd = type === 'tool:done' || type === 'tool:error';
  return {
    at,
    calls: calls - Number(type === 'tool:start'),
    ended: ended - Number(isEnd),
    errors: errors - Number(type === 'tool:error'),
    sessions: sessions - Number(type === 'session:open') + Number(isGone),
  };
}
