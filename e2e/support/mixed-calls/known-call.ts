import { UNKNOWN_TOOLS, type CrowsnestEvent, type ToolErrorKind } from '#contract';

/** How a call ended: successfully, or with the kind of its failure. Rejected arguments are a kind of their own. */
export type CallEnd = 'done' | ToolErrorKind | 'invalid-arguments';

/** A call as its agent or the log describes it. */
export interface KnownCall {
  tool: string;
  end: CallEnd;
}

/** The calls in a log, in the order of their starts. A call without an end is left out. */
export function callsIn(events: readonly CrowsnestEvent[]): KnownCall[] {
  const ends = new Map<string, CallEnd>();
  for (const event of events) {
    if (event.type === 'tool:done') ends.set(event.data.callId, 'done');
    if (event.type !== 'tool:error') continue;
    const { callId, code, kind } = event.data;
    ends.set(callId, code === 'invalid-arguments' ? code : kind);
  }
  return events
    .filter((event) => event.type === 'tool:start')
    .flatMap(({ data: { callId, tool } }) => {
      const end = ends.get(callId);
      return end ? [{ tool, end }] : [];
    });
}

/** The calls of the client with this name, across all its sessions. */
export function callsOf(client: string, events: readonly CrowsnestEvent[]): KnownCall[] {
  const opened = events.filter((event) => event.type === 'session:open' && event.data.client.name === client);
  const sessions = new Set(opened.map(({ sessionId }) => sessionId));
  return callsIn(events.filter(({ sessionId }) => sessions.has(sessionId)));
}

/** Calls and failures of each tool, as `/stats` counts them. No tool with a name that begins with `missing` is offered. */
export function countByTool(calls: readonly KnownCall[]): Record<string, { calls: number; errors: number }> {
  const counts: Record<string, { calls: number; errors: number }> = {};
  for (const { tool, end } of calls) {
    const name = tool.startsWith('missing') ? UNKNOWN_TOOLS : tool;
    const count = (counts[name] ??= { calls: 0, errors: 0 });
    count.calls += 1;
    if (end !== 'done') count.errors += 1;
  }
  return counts;
}
