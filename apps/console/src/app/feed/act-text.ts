import type { AdminAct, AuditEvent, EventOf } from '#contract';

/** Returns the name of who acts. Events of earlier versions name the admin as `by`. */
export function actorOf({ admin, from, ...data }: AdminAct): string {
  return admin || ('by' in data ? String(data.by) : from) || 'the server';
}

/** Returns the outcome of an act. Earlier versions only told of what was done. */
export function outcomeOf({ outcome }: Partial<AdminAct>): AdminAct['outcome'] {
  return outcome ?? 'done';
}

/** Says what an admin does. `client` is the name of the session's agent, where it is known. */
export function deedOf(event: AuditEvent, client?: string): string {
  switch (event.type) {
    case 'admin:sign-in':
      return attemptsOf(event.data.attempts ?? 1);
    case 'admin:sign-out':
      return 'signs out';
    case 'admin:session-end':
      return `ends the session of ${client ?? 'an agent'}`;
    case 'admin:call-cancel':
      return event.data.tool ? `cancels a call of ${event.data.tool}` : 'cancels a call';
    case 'admin:configuration':
      return event.data.outcome === 'done'
        ? 'applies the configuration file'
        : 'reads the configuration file';
    case 'admin:ask':
      return `has an assistant ask for ${event.data.asked}`;
    case 'admin:export':
      return 'exports events';
    case 'admin:payload-open':
      return openingOf(event.data);
    case 'admin:payload-erase':
      return 'erases arguments and results';
    case 'admin:alert-silence':
      return event.data.deed === 'begin' ? 'silences alerts' : 'ends a silence';
    case 'admin:alert-rule':
      return event.data.deed === 'set' ? 'sets a rule of alerts' : 'deletes a rule of alerts';
    case 'admin:tool-approve':
      return `approves the new definition of ${event.data.tool}`;
    case 'admin:upstream-restart':
      return `restarts the upstream ${event.data.upstream}`;
    default:
      event satisfies never;
      return (event as AuditEvent).type;
  }
}

function openingOf({ of, tool }: EventOf<'admin:payload-open'>['data']): string {
  const which = tool ? ` of ${tool}` : '';
  switch (of) {
    case 'call':
      return `opens a call${which}`;
    case 'history':
      return `reads arguments and results${which}`;
    case 'stream':
      return `follows arguments and results${which}`;
    default:
      of satisfies never;
      return `opens arguments and results${which}`;
  }
}

function attemptsOf(attempts: number): string {
  return attempts === 1 ? 'signs in' : `signs in ${attempts} times`;
}
