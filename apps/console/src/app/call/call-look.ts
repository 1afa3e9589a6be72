import type { ToolErrorKind } from '#contract';

import type { IconName } from '../ui/icons/icons.ts';
import type { CallEndEvent, CallState } from './call.ts';

/** The meaning of a color. Success is quiet. An icon and a word always have the same meaning. */
export type Tone = 'quiet' | 'accent' | 'bad' | 'slow' | 'odd';

/** How the outcome of a call is shown. */
export interface Look {
  icon: IconName;
  tone: Tone;
  word: string;
}

const FAILED: Record<ToolErrorKind, Look> = {
  tool: { icon: 'cross', tone: 'bad', word: 'error' },
  thrown: { icon: 'cross', tone: 'bad', word: 'error' },
  protocol: { icon: 'cross', tone: 'bad', word: 'error' },
  timeout: { icon: 'hourglass', tone: 'slow', word: 'timeout' },
  cancelled: { icon: 'ban', tone: 'odd', word: 'cancelled' },
};

const LOOKS: Record<Exclude<CallState, 'failed' | 'cancelled'>, Look> = {
  running: { icon: 'play', tone: 'accent', word: 'running' },
  done: { icon: 'check', tone: 'quiet', word: 'done' },
  'input-required': { icon: 'hand', tone: 'quiet', word: 'input required' },
  open: { icon: 'help', tone: 'quiet', word: 'no end known' },
};

/** Returns the look of a failed call. */
export function failureLookOf(kind: ToolErrorKind): Look {
  return (FAILED as Partial<typeof FAILED>)[kind] ?? FAILED.tool;
}

/** Returns the look of a call in this state. */
export function callLookOf(state: CallState, end: CallEndEvent | null): Look {
  if (state === 'failed' || state === 'cancelled')
    return failureLookOf(end?.type === 'tool:error' ? end.data.kind : 'tool');
  return LOOKS[state];
}
