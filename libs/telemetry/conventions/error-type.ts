import { JSON_RPC } from '#edge';
import type { UpstreamEnd } from '#gateway';
import type { TracedEnd } from '#mcp';
import { OTHER } from './bounded-values.ts';

/** Codes of JSON-RPC errors that are the fault of the agent, which the conventions do not count as errors. */
const FAULTS_OF_AGENT: ReadonlySet<number> = new Set([
  JSON_RPC.parseError,
  JSON_RPC.invalidRequest,
  JSON_RPC.methodNotFound,
  JSON_RPC.invalidParams,
  JSON_RPC.resourceNotFound,
]);

/** Faults of upstreams that are called "timeout" everywhere. */
const TIMEOUTS: ReadonlySet<string> = new Set<NonNullable<UpstreamEnd['fault']>>([
  'TIMEOUT',
  'HANDSHAKE_TIMEOUT',
]);

/** The end of a request, as metrics and traces tell it apart. */
type End = Pick<TracedEnd, 'outcome' | 'failure' | 'code'> & Pick<UpstreamEnd, 'fault'>;

/**
 * The `error.type` of a request of an agent, by the OpenTelemetry conventions for MCP; undefined if the request
 * succeeded, or if the error is the fault of the agent.
 */
export function errorTypeOfServer(end: End): string | undefined {
  const isFaultOfAgent = end.outcome === 'error' && end.code !== undefined && FAULTS_OF_AGENT.has(end.code);
  return isFaultOfAgent ? undefined : errorTypeOfClient(end);
}

/**
 * The `error.type` of a request to an agent or to an upstream; undefined if it succeeded. Every error counts for who has
 * asked.
 */
export function errorTypeOfClient({ outcome, failure, code, fault }: End): string | undefined {
  if (failure === 'timeout') return 'timeout';
  if (fault !== undefined) return TIMEOUTS.has(fault) ? 'timeout' : fault;
  switch (outcome) {
    case 'result':
    case 'input_required':
      return undefined;
    case 'tool-error':
      return 'tool_error';
    case 'cancelled':
      return 'cancelled';
    case 'error':
      return code === undefined ? OTHER : String(code);
    default:
      return outcome satisfies never;
  }
}
