import { isJsonContentType, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/server';
import type { Request } from 'express';
import { acceptedTypesOf } from '#edge';

/** Why a request of a session is refused. */
export interface Refusal {
  status: number;
  message: string;
}

/** Why the headers of a request are refused; undefined when they are valid for revisions up to 2025-11-25. */
export function refusalOf(request: Request): Refusal | undefined {
  return refusalOfTypes(request) ?? refusalOfRevision(request);
}

/** Why the `Content-Type` or `Accept` header of a request is refused; undefined when both are valid. */
export function refusalOfTypes(request: Request): Refusal | undefined {
  const { method, headers } = request;
  if (method === 'DELETE') return undefined;
  const { json, stream } = acceptedTypesOf(request);
  if (!stream && !(json && method === 'POST')) {
    const types = method === 'POST' ? 'application/json or text/event-stream' : 'text/event-stream';
    return { status: 406, message: `Not Acceptable: the client must accept ${types}` };
  }
  if (method === 'POST' && !isJsonContentType(headers['content-type'] ?? null))
    return { status: 415, message: 'Unsupported Media Type: Content-Type must be application/json' };
  return undefined;
}

function refusalOfRevision({ headers }: Request): Refusal | undefined {
  const revision = headers['mcp-protocol-version'];
  if (typeof revision !== 'string' || SUPPORTED_PROTOCOL_VERSIONS.includes(revision.trim())) return undefined;
  return {
    status: 400,
    message: `Unsupported protocol version: ${revision} (supported: ${SUPPORTED_PROTOCOL_VERSIONS.join(', ')})`,
  };
}
