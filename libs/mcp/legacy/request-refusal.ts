import { isJsonContentType, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/server';
import type { Request } from 'express';

export interface Refusal {
  status: number;
  message: string;
}

/** Why a request's headers are refused; undefined when they are as revisions up to 2025-11-25 want them. */
export function refusalOf({ method, headers }: Request): Refusal | undefined {
  const { accept = '', 'content-type': contentType } = headers;
  const wanted = method === 'POST' ? ['application/json', 'text/event-stream'] : ['text/event-stream'];
  if (method !== 'DELETE' && !wanted.every((type) => accept.includes(type)))
    return { status: 406, message: `Not Acceptable: the client must accept ${wanted.join(' and ')}` };
  if (method === 'POST' && !isJsonContentType(contentType ?? null))
    return { status: 415, message: 'Unsupported Media Type: Content-Type must be application/json' };
  const revision = headers['mcp-protocol-version'];
  if (typeof revision === 'string' && !SUPPORTED_PROTOCOL_VERSIONS.includes(revision.trim()))
    return {
      status: 400,
      message: `Unsupported protocol version: ${revision} (supported: ${SUPPORTED_PROTOCOL_VERSIONS.join(', ')})`,
    };
  return undefined;
}
