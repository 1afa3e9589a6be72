import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type JSONRPCRequest,
} from '@modelcontextprotocol/server';
import { MCP_REQUEST, type HandlerContext, type MessageOrigin, type OfferClient } from '#tools';

/**
 * The context by which guards decide who may listen. It has no session, and nothing can be sent or asked before the
 * stream begins.
 */
export function listenerContext(
  { tenantId, client }: OfferClient,
  { params }: JSONRPCRequest,
  { message, http }: MessageOrigin,
  signal: AbortSignal,
): HandlerContext {
  const capabilities = (params?._meta?.[CLIENT_CAPABILITIES_META_KEY] ?? {}) as ClientCapabilities;
  const silent = async () => {};
  const cannotAsk = () => Promise.reject(new Error('The agent cannot be asked when it listens'));
  return {
    [MCP_REQUEST]: { message, http },
    signal,
    sessionId: '',
    tenantId,
    client,
    capabilities,
    reportProgress: silent,
    log: silent,
    elicit: cannotAsk,
    sample: cannotAsk,
    listRoots: cannotAsk,
  };
}
