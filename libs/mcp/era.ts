import {
  classifyInboundRequest,
  PROTOCOL_VERSION_META_KEY,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/server';
import type { Request } from 'express';
import type { Era } from '#tools';
import { isId, isObject } from './request/json-rpc.ts';

/** The revision of the modern era. */
export const MODERN_REVISION = '2026-07-28';

/**
 * Decides on the era of a request as the SDK does; everything that is not legacy traffic belongs to the modern side.
 * For a well-formed request that states its era consistently, a shortcut gives the same result: the SDK would
 * validate the message against each of its schemas in turn, which costs more than a call.
 */
export function eraOf(request: Request, body: unknown): Era {
  if (isPlainRequest(body)) {
    // `initialize` always belongs to the older era.
    if (statesRevision(body, MODERN_REVISION) && body.method !== 'initialize') return 'modern';
    if (isOfSession(request) && isPlainMeta(body.params._meta)) return 'legacy';
  }
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

/** The revision in the header. For `initialize` it does not count, because the body states what the client wants. */
function versionHeaderOf(request: Request, body: unknown): string | undefined {
  if (isObject(body) && body['method'] === 'initialize') return undefined;
  return request.header('mcp-protocol-version');
}

/** Whether the envelope of a request states the revision. */
export function statesRevision({ params }: PlainRequest, revision: string): boolean {
  return params._meta?.[PROTOCOL_VERSION_META_KEY] === revision;
}

/** A request with all required members and no others. */
export interface PlainRequest {
  method: string;
  params: { _meta?: Record<string, unknown>; [name: string]: unknown };
}

/** Whether a body is one request with all required members and no others. */
export function isPlainRequest(body: unknown): body is PlainRequest {
  if (!isObject(body) || Object.keys(body).length !== 4) return false;
  const { jsonrpc, id, method, params } = body;
  return (
    jsonrpc === '2.0' &&
    typeof method === 'string' &&
    isId(id) &&
    isObject(params) &&
    (params['_meta'] === undefined || isObject(params['_meta']))
  );
}

function isOfSession({ headers }: Request): boolean {
  const { 'mcp-session-id': sessionId, 'mcp-protocol-version': revision } = headers;
  return sessionId !== undefined && SUPPORTED_PROTOCOL_VERSIONS.includes(String(revision));
}

/** Whether `_meta` contains nothing that suggests another era and nothing that the SDK would check. */
function isPlainMeta(meta: Record<string, unknown> | undefined): boolean {
  if (meta === undefined) return true;
  return Object.keys(meta).every((key) => key === 'progressToken') && isId(meta['progressToken']);
}
