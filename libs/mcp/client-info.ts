import type { ClientInfo } from '#contract';
import { cutText, redactedExcerpt } from '#redaction';

/** Names and versions come from outside and stay in the log: longer ones are cut. */
const MAX_LENGTH = 200;

/** A client's name and version from what it states of itself, whatever that is. */
export function readClientInfo(stated: unknown): ClientInfo {
  const { name, version } = (stated ?? {}) as { name?: unknown; version?: unknown };
  return { name: readName(name) || 'unknown', version: readName(version) };
}

// Redacted before it is cut: half a secret would not be known for one.
function readName(value: unknown): string {
  return typeof value === 'string' ? redactedExcerpt(value, MAX_LENGTH) : '';
}

/** A text from outside, cut; empty when it is none. */
export function readText(value: unknown): string {
  return typeof value === 'string' ? cutText(value, MAX_LENGTH) : '';
}
