import type { CrowsnestEvent, EventType, ToolErrorKind } from '#contract';

import type { IconName } from '../ui/icons.ts';

/** What a color says. What went well is quiet. An icon and a word always say the same. */
export type Tone = 'quiet' | 'bad' | 'slow' | 'odd';

/** How a row of the feed shows what happened. */
export interface EventLook {
  icon: IconName;
  tone: Tone;
  word: string;
}

const LOOKS: Record<Exclude<EventType, 'tool:error'>, EventLook> = {
  'session:open': { icon: 'plugIn', tone: 'quiet', word: 'opened' },
  'session:close': { icon: 'plugOut', tone: 'quiet', word: 'closed' },
  'session:expired': { icon: 'clock', tone: 'quiet', word: 'expired' },
  'tool:start': { icon: 'play', tone: 'quiet', word: 'started' },
  'tool:done': { icon: 'check', tone: 'quiet', word: 'done' },
  'tool:progress': { icon: 'progress', tone: 'quiet', word: 'progress' },
  'admin:session-end': { icon: 'shield', tone: 'odd', word: 'end' },
  'admin:call-cancel': { icon: 'hand', tone: 'odd', word: 'cancel' },
  'log:degraded': { icon: 'alert', tone: 'bad', word: 'log down' },
  'log:recovered': { icon: 'anchor', tone: 'quiet', word: 'log back' },
};

const FAILED: Record<ToolErrorKind, EventLook> = {
  tool: { icon: 'cross', tone: 'bad', word: 'error' },
  thrown: { icon: 'cross', tone: 'bad', word: 'error' },
  protocol: { icon: 'cross', tone: 'bad', word: 'error' },
  timeout: { icon: 'hourglass', tone: 'slow', word: 'timeout' },
  cancelled: { icon: 'ban', tone: 'odd', word: 'cancelled' },
};

/** The look of an event. One of a type or kind that only a newer server knows gets a plain look. */
export function lookOf(event: Pick<CrowsnestEvent, 'type' | 'data'>): EventLook {
  if (event.type === 'tool:error') return failureLookOf((event.data as { kind: ToolErrorKind }).kind);
  const known = (LOOKS as Partial<Record<string, EventLook>>)[event.type];
  return known ?? { icon: 'dot', tone: 'quiet', word: event.type.split(':').at(-1) ?? '' };
}

/** The look of a failed call. */
export function failureLookOf(kind: ToolErrorKind): EventLook {
  return (FAILED as Partial<typeof FAILED>)[kind] ?? FAILED.tool;
}
