import type { AuditEvent, EventOf } from '#contract';

/** Returns what an act was about. */
export function targetOf(event: AuditEvent): string {
  switch (event.type) {
    case 'admin:session-end':
      return `session ${event.data.sessionId}`;
    case 'admin:call-cancel':
      return [event.data.tool, `call ${event.data.callId}`].filter(Boolean).join(', ');
    case 'admin:configuration':
      return changesOf(event.data);
    case 'admin:ask':
      return [event.data.asked, event.data.query].filter((part) => part && part !== '{}').join(', ');
    case 'admin:export':
      return [event.data.format, event.data.query].filter(Boolean).join(', ');
    case 'admin:payload-open':
      return openedOf(event.data);
    case 'admin:alert-silence':
      return [event.data.rule, ...Object.values(event.data.subject ?? {})].filter(Boolean).join(', ');
    case 'admin:alert-rule':
      return `rule ${event.data.rule}`;
    case 'admin:tool-approve':
      return event.data.tool;
    case 'admin:upstream-restart':
      return `upstream ${event.data.upstream}`;
    case 'admin:payload-erase':
      return erasedOf(event);
    case 'admin:sign-in':
    case 'admin:sign-out':
      return '';
    default:
      event satisfies never;
      return '';
  }
}

function erasedOf({ data, sessionId, tenantId }: EventOf<'admin:payload-erase'>): string {
  const id = data.of === 'session' ? sessionId : tenantId;
  return id === '' ? '' : `${data.of} ${id}`;
}

function openedOf({ callId, sessionId, tool, query }: EventOf<'admin:payload-open'>['data']): string {
  const about = [tool, callId && `call ${callId}`, sessionId && `session ${sessionId}`];
  return [...about, callId ? '' : query].filter(Boolean).join(', ');
}

interface Changes {
  added?: string[];
  removed?: string[];
  changed?: string[];
  pending?: string[];
}

function changesOf({ added = [], removed = [], changed = [], pending = [] }: Changes): string {
  const parts = [
    ['added', added],
    ['removed', removed],
    ['changed', changed],
    ['not before the next start:', pending],
  ] as const;
  return parts
    .filter(([, names]) => names.length > 0)
    .map(([what, names]) => `${what} ${names.join(', ')}`)
    .join('; ');
}

/** Returns why an act was done or was not: the reason, and the faults of a file. */
export function whyOf({ data }: AuditEvent): string {
  const faults = 'faults' in data ? (data.faults ?? []) : [];
  return [data.reason, ...faults].filter(Boolean).join('; ');
}
