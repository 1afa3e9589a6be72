import type { LimitName } from '#contract';

import { formatBytes, formatCount } from '../ui/numbers.ts';

const WORDS: Record<LimitName, string> = {
  callsPerMinute: 'calls a minute',
  callsAtOnce: 'calls at once',
  sessions: 'sessions',
  argumentBytesPerMinute: 'arguments a minute',
  argumentBytes: 'arguments of a call',
};

/** Says what a limit is about. One that only a newer server knows is named. */
export function limitWords(limit: LimitName): string {
  return WORDS[limit] ?? limit;
}

/** Returns how much of a limit is used, or its maximum, in the unit of the limit. */
export function limitAmount(limit: LimitName, value: number): string {
  return limit.startsWith('argument') ? formatBytes(value) : formatCount(value);
}
