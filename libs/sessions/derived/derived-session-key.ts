import { createHash } from 'node:crypto';
import type { ClientInfo } from '#contract';

/** The values by which the requests of a modern client are grouped into a session. */
export interface DerivedSessionKey {
  tenantId: string;
  /** The id of the principal that sends the requests. */
  principalId: string;
  /** The issuer of the access token of the first request. The principal's id tells issuers apart. */
  issuerId?: string;
  client: ClientInfo;
  protocolVersion: string;
  /** The upstream server that answers the requests, if one does. */
  upstream?: string;
  /** The trace id of `_meta.traceparent`. */
  traceId?: string;
}

/** A text that is the same for equal keys, and for no others. */
export function textOf({
  tenantId,
  principalId,
  client,
  protocolVersion,
  upstream,
  traceId,
}: DerivedSessionKey): string {
  const parts = [tenantId, principalId, client.name, client.version, protocolVersion, traceId ?? ''];
  return JSON.stringify(upstream === undefined ? parts : [...parts, upstream]);
}

/** A short form of the text of a key, which tells nothing of it (43 characters). */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
