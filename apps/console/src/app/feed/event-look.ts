import type { CrowsnestEvent, EventType, ToolErrorKind } from '#contract';

import { failureLookOf, type Look } from '../call/call-look.ts';

const LOOKS: Record<Exclude<EventType, 'tool:error'>, Look> = {
  'session:open': { icon: 'plugIn', tone: 'quiet', word: 'opened' },
  'session:close': { icon: 'plugOut', tone: 'quiet', word: 'closed' },
  'session:expired': { icon: 'clock', tone: 'quiet', word: 'expired' },
  'tool:start': { icon: 'play', tone: 'quiet', word: 'started' },
  'tool:done': { icon: 'check', tone: 'quiet', word: 'done' },
  'tool:progress': { icon: 'progress', tone: 'quiet', word: 'progress' },
  'admin:sign-in': { icon: 'plugIn', tone: 'quiet', word: 'signs in' },
  'admin:sign-out': { icon: 'plugOut', tone: 'quiet', word: 'signs out' },
  'admin:session-end': { icon: 'shield', tone: 'odd', word: 'end' },
  'admin:call-cancel': { icon: 'hand', tone: 'odd', word: 'cancel' },
  'admin:configuration': { icon: 'shield', tone: 'odd', word: 'config' },
  'admin:ask': { icon: 'shield', tone: 'odd', word: 'asks' },
  'admin:export': { icon: 'shield', tone: 'odd', word: 'export' },
  'admin:payload-open': { icon: 'shield', tone: 'odd', word: 'open' },
  'admin:payload-erase': { icon: 'shield', tone: 'odd', word: 'erase' },
  'admin:alert-silence': { icon: 'shield', tone: 'odd', word: 'silence' },
  'admin:alert-rule': { icon: 'shield', tone: 'odd', word: 'rule' },
  'admin:tool-approve': { icon: 'shield', tone: 'odd', word: 'approve' },
  'tools:changed': { icon: 'shield', tone: 'odd', word: 'tools' },
  'admin:upstream-restart': { icon: 'shield', tone: 'odd', word: 'restart' },
  'log:degraded': { icon: 'alert', tone: 'bad', word: 'log down' },
  'log:recovered': { icon: 'anchor', tone: 'quiet', word: 'log back' },
  'instance:up': { icon: 'serverUp', tone: 'quiet', word: 'up' },
  'upstream:up': { icon: 'serverUp', tone: 'quiet', word: 'works' },
  'upstream:down': { icon: 'alert', tone: 'bad', word: 'failed' },
  'quota:near': { icon: 'gauge', tone: 'slow', word: 'near limit' },
  'quota:exceeded': { icon: 'gaugeFull', tone: 'bad', word: 'over limit' },
  'instance:down': { icon: 'serverDown', tone: 'odd', word: 'down' },
  'alert:firing': { icon: 'alert', tone: 'bad', word: 'alert' },
  'alert:resolved': { icon: 'check', tone: 'quiet', word: 'resolved' },
  'alert:sent': { icon: 'check', tone: 'quiet', word: 'sent' },
  'alert:undelivered': { icon: 'alert', tone: 'bad', word: 'not sent' },
  'alert:silenced': { icon: 'clock', tone: 'quiet', word: 'silenced' },
  'alert:unsilenced': { icon: 'clock', tone: 'quiet', word: 'unsilenced' },
  'alert:rule': { icon: 'check', tone: 'quiet', word: 'alert rule' },
};

/** The look of a call that has not ended. */
export const RUNNING: Look = { icon: 'play', tone: 'quiet', word: 'running' };

/** The look of an event. One of a type or kind that only a newer server knows gets a plain look. */
export function lookOf(event: Pick<CrowsnestEvent, 'type' | 'data'>): Look {
  if (event.type === 'tool:error') return failureLookOf((event.data as { kind: ToolErrorKind }).kind);
  const known = (LOOKS as Partial<Record<string, Look>>)[event.type];
  return known ?? { icon: 'dot', tone: 'quiet', word: event.type.split(':').at(-1) ?? '' };
}
