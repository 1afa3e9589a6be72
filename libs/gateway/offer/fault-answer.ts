import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import { JSON_RPC } from '#edge';
import { RawMessage } from '#tools';
import { resultAnswer } from '../link/messages.ts';
import { UpstreamFault } from '../link/upstream-fault.ts';

/** The answer to a request that the upstream does not answer. Its `data` names the upstream and the fault. */
export function faultAnswer(
  { id, method }: Pick<JSONRPCRequest, 'id' | 'method'>,
  upstream: string,
  fault: UpstreamFault,
): RawMessage {
  const message = `The upstream server "${upstream}" failed: ${fault.message}`;
  // A model can read a result, and try again later.
  if (fault.code === 'BUSY' && method === 'tools/call') {
    const result = { content: [{ type: 'text', text: message }], isError: true };
    return resultAnswer(id, result);
  }
  const data = { upstream, fault: fault.code };
  return RawMessage.of({ jsonrpc: '2.0', id, error: { code: JSON_RPC.serverError, message, data } });
}

/** What was thrown, as a fault. */
export function faultOf(error: unknown): UpstreamFault {
  if (error instanceof UpstreamFault) return error;
  return new UpstreamFault('NOT_MCP', 'The gateway does not understand it.', { wasSent: true, cause: error });
}
