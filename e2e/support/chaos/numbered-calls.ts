import type { EventDraft } from '#contract';

const SESSIONS = 5;
const TENANTS = 3;
const TOOLS = 4;
/** One call in this many fails. */
const FAILING = 7;

/** After this many calls every combination of session, tenant, tool and outcome has occurred. */
export const ALL_KINDS = SESSIONS * TENANTS * TOOLS * FAILING;

/** The events of the start and the end of a call; its number determines everything else. */
export function draftsOfCall(number: number, padding: number): EventDraft[] {
  const owner = { sessionId: `session-${number % SESSIONS}`, tenantId: `tenant-${number % TENANTS}` };
  const call = { callId: String(number), tool: `tool-${number % TOOLS}` };
  const ended = { ...call, durationMs: 1 };
  const start: EventDraft = { type: 'tool:start', ...owner, data: call };
  if (number % FAILING !== 0 && padding === 0) return [start, { type: 'tool:done', ...owner, data: ended }];
  const error = 'x'.repeat(padding);
  return [start, { type: 'tool:error', ...owner, data: { ...ended, kind: 'tool', error } }];
}
