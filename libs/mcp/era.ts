import { classifyInboundRequest, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/server';
import type { Request } from 'express';
import type { Era } from '#tools';

/** The SDK's own decision between the eras; everything but legacy traffic is the modern side's to answer. */
export function eraOf(request: Request, body: unknown): Era {
  if (isPlainlyLegacy(request, body)) return 'legacy';
  const protocolVersionHeader = versionHeaderOf(request, body);
  const mcpMethodHeader = request.header('mcp-method');
  const mcpNameHeader = request.header('mcp-name');
  const { kind } = classifyInboundRequest({
    httpMethod: request.method,
    ...(protocolVersionHeader !== undefined && { protocolVersionHeader }),
    ...(mcpMethodHeader !== undefined && { mcpMethodHeader }),
    ...(mcpNameHeader !== undefined && { mcpNameHeader }),
    ...(body !== undefined && { body }),
  });
  return kind === 'legacy' ? 'legacy' : 'modern';
}

/** The header's revision. `initialize` states in its body what the client wants, whatever header comes along. */
function versionHeaderOf(request: Request, body: unknown): string | undefined {
  if (isObject(body) && body['method'] === 'initialize') return undefined;
  return request.header('mcp-protocol-version');
}

/**
 * Whether a well-formed request of a session says in every way that it is of the older era. The SDK decides
 * the same, but validates the message against each of its schemas in turn, which costs more than a call. What
 * has anything unusual about it is left to the SDK.
 */
function isPlainlyLegacy({ headers }: Request, body: unknown): boolean {
  const { 'mcp-session-id': sessionId, 'mcp-protocol-version': revision } = headers;
  if (sessionId === undefined || !SUPPORTED_PROTOCOL_VERSIONS.includes(String(revision))) return false;
  if (!isObject(body) || Object.keys(body).length !== 4) return false;
  const { jsonrpc, id, method, params } = body;
  const isRequest = jsonrpc === '2.0' && typeof method === 'string' && isId(id);
  return isRequest && isObject(params) && isPlainMeta(params['_meta']);
}

function isPlainMeta(meta: unknown): boolean {
  if (meta === undefined) return true;
  return (
    isObject(meta) && Object.keys(meta).every((key) => key === 'progressToken') && isId(meta['progressToken'])
  );
}

function isId(value: unknown): boolean {
  return typeof value === 'string' || Number.isSafeInteger(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
