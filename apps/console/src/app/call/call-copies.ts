import type { Call } from './call.ts';

/** What the log has of a call, as JSON. */
export function callAsJson({ callId, tool, sessionId, tenantId, start, end, progress }: Call): string {
  return JSON.stringify({ callId, tool, sessionId, tenantId, start, end, progress }, null, 2);
}

/** Whether the arguments are known, so that the call can be repeated: there may have been none. */
export function isRepeatable({ start }: Call): boolean {
  return start !== null && ('arguments' in start.data || start.data.argumentBytes === 0);
}

/** The JSON-RPC request that repeats a call by hand. Redacted values are those of the log. */
export function callAsRequest({ tool, start }: Call): string {
  const params = { name: tool, arguments: start?.data.arguments ?? {} };
  return JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }, null, 2);
}
