import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { UncommittedEvent } from '#contract';

/**
 * The SHA-256, in hex, of an event's canonical JSON (RFC 8785) without its id, which the log assigns. Half of a surrogate
 * pair, which RFC 8785 refuses, counts as U+FFFD.
 */
export function hashOfEvent({ type, sessionId, tenantId, timestamp, data }: UncommittedEvent): string {
  // As it is read back: without members that have no value.
  const json = JSON.stringify({ type, sessionId, tenantId, timestamp, data });
  const event: unknown = JSON.parse(json, (_, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  );
  return createHash('sha256')
    .update(canonicalize(event) ?? '')
    .digest('hex');
}
