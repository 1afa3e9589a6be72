import type { EventType } from '#contract';

import type { IconName } from '../ui/icons.ts';

/** Names a colour of the theme. It never stands alone: an icon and the type's name go with it. */
export type Tone = 'start' | 'done' | 'error' | 'open' | 'close' | 'expired' | 'warning' | 'plain';

/** How an event's type looks. */
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

/** How the type looks; a type of a newer server is told plainly. */
export function lookOf(type: EventType): EventLook {
  return (LOOKS as Partial<typeof LOOKS>)[type] ?? { icon: 'dot', tone: 'plain' };
}
