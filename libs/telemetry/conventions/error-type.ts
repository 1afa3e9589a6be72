import type { TracedEnd } from '#mcp';

/** Codes of JSON-RPC errors that are the fault of the agent, which the conventions do not count as errors. */
const FAULTS_OF_AGENT = new Set([-32_700, -32_600, -32_601, -32_602, -32_002]);

/** The end of a request, as metrics and traces tell it apart. */
type End = Pick<TracedEnd, 'outcome' | 'failure' | 'code'>;

/**
 * The `error.type` of a request of an agent, by the OpenTelemetry conventions for MCP; undefined if the request
 * succeeded, or if the error is the fault of the agent.
 */
export function errorTypeOfServer(end: End): string | undefined {
  const isFaultOfAgent = end.outcome === 'error' && end.code !== undefined && FAULTS_OF_AGENT.has(end.code);
  return isFaultOfAgent ? undefined : errorTypeOfClient(end);
}

/** The `error.type` of a request to an agent; undefined if it succeeded. Every error counts for who has asked. */
export function errorTypeOfClient({ outcome, failure, code }: End): string | undefined {
  if (failure === 'timeout') return 'timeout';
  switch (outcome) {
    case 'result':
    case 'input_required':
      return undefined;
    case 'tool-error':
      return 'tool_error';
    case 'cancelled':
      return 'cancelled';
    case 'error':
      return String(code);
    default:
      return outcome satisfies never;
  }
}
