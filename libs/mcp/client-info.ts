import type { ClientInfo } from '#contract';
import { cutText, redactedExcerpt } from '#redaction';

/** Names and versions come from clients and are stored in the log, so longer ones are cut. */
const MAX_LENGTH = 200;

/** Reads a client's name and version from whatever the client states about itself. */
export function readClientInfo(stated: unknown): ClientInfo {
  const { name, version } = (stated ?? {}) as { name?: unknown; version?: unknown };
  return { name: readName(name) || 'unknown', version: readName(version) };
}

// Redacts before it cuts, because half a secret would not be recognized.
function readName(value: unknown): string {
  return typeof value === 'string' ? redactedExcerpt(value, MAX_LENGTH) : '';
}

/** Cuts a text that comes from a client. Returns an empty string when the value is not a text. */
export function readText(value: unknown): string {
  return typeof value === 'string' ? cutText(value, MAX_LENGTH) : '';
}
