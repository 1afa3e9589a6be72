import type { EventType } from '#contract';

import type { IconName } from '../ui/icons.ts';

/** A color of the theme. An icon and the type's name always accompany it. */
export type Tone = 'start' | 'done' | 'error' | 'open' | 'close' | 'expired' | 'warning' | 'plain';

/** The icon and color of an event type. */
export interface EventLook {
  icon: IconName;
  tone: Tone;
}

const LOOKS: Record<EventType, EventLook> = {
  'session:open': { icon: 'plugIn', tone: 'open' },
  'session:close': { icon: 'plugOut', tone: 'close' },
  'session:expired': { icon: 'clock', tone: 'expired' },
  'tool:start': { icon: 'play', tone: 'start' },
  'tool:done': { icon: 'check', tone: 'done' },
  'tool:error': { icon: 'cross', tone: 'error' },
  'tool:progress': { icon: 'progress', tone: 'plain' },
  'admin:session-end': { icon: 'shield', tone: 'warning' },
  'admin:call-cancel': { icon: 'ban', tone: 'warning' },
  'log:degraded': { icon: 'alert', tone: 'warning' },
  'log:recovered': { icon: 'anchor', tone: 'done' },
};

/** The look of an event type. A type that only a newer server knows gets a plain look. */
export function lookOf(type: EventType): EventLook {
  return (LOOKS as Partial<typeof LOOKS>)[type] ?? { icon: 'dot', tone: 'plain' };
}
