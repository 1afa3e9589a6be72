import type { Call } from './call.ts';

/** Returns what the log has about a call, as JSON. */
export function callAsJson({ callId, tool, sessionId, tenantId, start, end, progress }: Call): string {
  return JSON.stringify({ callId, tool, sessionId, tenantId, start, end, progress }, null, 2);
}

/** Whether the call can be repeated: its arguments are known, or there were none. */
export function isRepeatable({ start }: Call): boolean {
  return start !== null && ('arguments' in start.data || start.data.argumentBytes === 0);
}

/** Returns the JSON-RPC request that repeats a call. Redacted values stay redacted. */
export function callAsRequest({ tool, start }: Call): string {
  const params = { name: tool, arguments: start?.data.arguments ?? {} };
  return JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }, null, 2);
}
