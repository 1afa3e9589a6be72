import type { AuditEvent, CrowsnestEvent, EventOf, ToolErrorKind } from '#contract';

import { formatDuration, formatSpan } from '../time/durations.ts';
import { formatCount } from '../ui/numbers.ts';
import { actorOf, deedOf, outcomeOf } from './act-text.ts';
import { limitAmount, limitWords } from './limit-words.ts';

/** The texts of a row: a prominent subject, an explanation, and a figure at the end. */
export interface EventText {
  subject: string;
  detail: string;
  measure: string;
}

// The message needs the space: `tool` is the common case, and the word of the row names the last two.
const KINDS: Record<ToolErrorKind, string> = {
  tool: '',
  thrown: 'threw',
  protocol: 'protocol',
  timeout: '',
  cancelled: '',
};

const CLOSE_REASONS: Record<EventOf<'session:close'>['data']['reason'], string> = {
  client: 'closed by the client',
  admin: 'closed by an administrator',
  shutdown: 'closed by the server’s shutdown',
};

type QuotaData = EventOf<'quota:near' | 'quota:exceeded'>['data'];

const LEAVE_REASONS: Record<EventOf<'instance:down'>['data']['reason'], string> = {
  shutdown: 'was shut down',
  lost: 'is lost: the other instances no longer hear from it',
};

/** Describes an event. `client` is the name of the session's agent, where it is known. */
export function textOf(event: CrowsnestEvent, client: string | undefined): EventText {
  switch (event.type) {
    case 'session:open':
      return openText(event);
    case 'session:close':
      return {
        subject: client ?? 'Session',
        detail: `${CLOSE_REASONS[event.data.reason] ?? event.data.reason}, ${callsText(event.data.calls)}`,
        measure: formatSpan(event.data.durationMs),
      };
    case 'session:expired':
      return expiredText(event, client);
    case 'tool:start':
      return { subject: event.data.tool, detail: startText(event.data), measure: '' };
    case 'tool:done':
      return {
        subject: event.data.tool,
        detail: inputText(event.data),
        measure: formatDuration(event.data.durationMs),
      };
    case 'tool:error':
      return errorText(event);
    case 'tool:progress':
      return progressText(event);
    case 'admin:sign-in':
    case 'admin:sign-out':
      return signText(event);
    case 'admin:session-end':
    case 'admin:call-cancel':
    case 'admin:configuration':
    case 'admin:ask':
    case 'admin:export':
    case 'admin:payload-open':
    case 'admin:payload-erase':
    case 'admin:alert-silence':
    case 'admin:alert-rule':
    case 'admin:tool-approve':
    case 'admin:upstream-restart':
      return actText(event, client);
    case 'tools:changed':
      return toolsText(event.data);
    case 'log:degraded':
      return { subject: 'Log unavailable', detail: event.data.error, measure: '' };
    case 'log:recovered':
      return {
        subject: 'Log recovered',
        detail: lossText(event.data.lost),
        measure: formatSpan(event.data.durationMs),
      };
    case 'instance:up':
      return {
        subject: event.data.instance,
        detail: `joins with version ${event.data.version}`,
        measure: '',
      };
    case 'instance:down':
      return {
        subject: event.data.instance,
        detail: LEAVE_REASONS[event.data.reason] ?? event.data.reason,
        measure: '',
      };
    case 'upstream:up':
      return upText(event);
    case 'upstream:down':
      return { subject: event.data.upstream, detail: event.data.message, measure: '' };
    case 'quota:near':
    case 'quota:exceeded':
      return quotaText(event.data);
    case 'alert:firing':
    case 'alert:resolved':
      return { subject: event.data.rule, detail: event.data.kind, measure: '' };
    case 'alert:sent':
    case 'alert:undelivered':
      return { subject: event.data.rule, detail: event.data.receiver, measure: '' };
    case 'alert:silenced':
      return { subject: event.data.rule ?? 'Alerts', detail: event.data.reason, measure: '' };
    case 'alert:unsilenced':
      return { subject: 'Alerts', detail: `silence ended by ${event.data.by}`, measure: '' };
    case 'alert:rule':
      return { subject: event.data.rule, detail: `${event.data.change} by ${event.data.by}`, measure: '' };
    default:
      event satisfies never;
      return { subject: (event as CrowsnestEvent).type, detail: '', measure: '' };
  }
}

function openText({ data }: EventOf<'session:open'>): EventText {
  const detail = `${data.origin}, MCP ${data.protocolVersion}`;
  return { subject: `${data.client.name} ${data.client.version}`, detail, measure: '' };
}

function expiredText({ data }: EventOf<'session:expired'>, client: string | undefined): EventText {
  const why = data.reason === 'idle' ? `idle for ${formatSpan(data.idleMs)}` : 'server instance lost';
  return { subject: client ?? 'Session', detail: `${why}, ${callsText(data.calls)}`, measure: '' };
}

function errorText({ data }: EventOf<'tool:error'>): EventText {
  const kind = [KINDS[data.kind] ?? data.kind, data.code].filter((part) => part !== '' && part !== undefined);
  const label = [offerText(data), kind.join(' ')].filter((part) => part !== '').join(', ');
  const detail = label === '' ? data.error : `${label}: ${data.error}`;
  return { subject: data.tool, detail, measure: formatDuration(data.durationMs) };
}

/** Whoever calls a tool that is not offered has made its name up. */
function startText(data: EventOf<'tool:start'>['data']): string {
  return offerText(data) || inputText(data);
}

/** Says what a call has to do with a question to its client. */
function inputText({ continues, outcome }: { continues?: string; outcome?: 'input_required' }): string {
  const parts = [continues !== undefined && 'gives the input', outcome && 'input required'];
  return parts.filter(Boolean).join(', ');
}

function offerText({ offered }: { offered?: false }): string {
  return offered === false ? 'not offered' : '';
}

function progressText({
  data: { tool, progress, total, message = '' },
}: EventOf<'tool:progress'>): EventText {
  const measure = total === undefined ? String(progress) : `${progress} of ${total}`;
  return { subject: tool, detail: message, measure };
}

function upText({ data: { upstream, downMs } }: EventOf<'upstream:up'>): EventText {
  if (downMs === undefined) return { subject: upstream, detail: 'has answered', measure: '' };
  return { subject: upstream, detail: 'has answered again', measure: formatSpan(downMs) };
}

function actText(event: AuditEvent, client: string | undefined): EventText {
  const { reason } = event.data;
  const outcome = outcomeOf(event.data);
  const deed = outcome === 'done' ? deedOf(event, client) : `${deedOf(event, client)}: ${outcome}`;
  return { subject: actorOf(event.data), detail: reason ? `${deed}: ${reason}` : deed, measure: '' };
}

/** The word of the row says what is done. The text says as what, from where, and how it ended. */
function signText({ data }: EventOf<'admin:sign-in' | 'admin:sign-out'>): EventText {
  const { admin, role, from, reason } = data;
  const outcome = outcomeOf(data);
  const attempts = ('attempts' in data && data.attempts) || 1;
  const facts = [
    outcome === 'done' ? '' : outcome,
    attempts > 1 ? `${formatCount(attempts)} times` : '',
    role ? `as ${role}` : '',
    admin && from ? `from ${from}` : '',
  ].filter(Boolean);
  const detail = [facts.join(', '), reason].filter(Boolean).join(': ');
  return { subject: actorOf(data), detail, measure: '' };
}

function quotaText({ name, limit, value, max, ...rest }: QuotaData): EventText {
  const refused = 'refused' in rest ? `, ${formatCount(rest.refused)} refused` : '';
  return {
    subject: name,
    detail: `${limitWords(limit)}${refused}`,
    measure: `${limitAmount(limit, value)} of ${limitAmount(limit, max)}`,
  };
}

function toolsText({ upstream, added, removed, changed }: EventOf<'tools:changed'>['data']): EventText {
  const parts = [
    ['changed', changed.map(({ tool }) => tool)],
    ['added', added],
    ['removed', removed],
  ] as const;
  const detail = parts
    .filter(([, names]) => names.length > 0)
    .map(([what, names]) => `${what} ${namesText(names)}`)
    .join('; ');
  return { subject: upstream ?? 'Tools', detail, measure: '' };
}

function namesText(names: readonly string[]): string {
  const more = names.length - 3;
  return more > 1 ? `${names.slice(0, 3).join(', ')} and ${formatCount(more)} more` : names.join(', ');
}

function callsText(calls: number): string {
  return calls === 1 ? '1 call' : `${formatCount(calls)} calls`;
}

function lossText(lost: number | null): string {
  if (lost === null) return 'number of lost events unknown';
  return lost > 0 ? `${formatCount(lost)} events lost` : 'no events lost';
}
