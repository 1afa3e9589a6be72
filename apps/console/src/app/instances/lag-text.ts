import type { InstanceLag } from '#contract';

import { formatDuration } from '../time/durations.ts';
import { formatCount } from '../ui/numbers.ts';

/** From this lag on, an instance is shown as slow, in milliseconds. */
const SLOW_MS = 1_000;

/** How far an instance is behind the log: `3 events · 40 ms`. */
export function lagText(lag: InstanceLag | undefined): string {
  if (!lag) return 'not heard of';
  if (lag.events === 0) return 'nothing';
  const events =
    lag.events === null ? [] : [`${formatCount(lag.events)} ${lag.events === 1 ? 'event' : 'events'}`];
  return [...events, formatDuration(lag.ms)].join(' · ');
}

/** The tone of that text. */
export function lagTone(lag: InstanceLag | undefined): 'slow' | null {
  return !lag || lag.ms >= SLOW_MS ? 'slow' : null;
}
