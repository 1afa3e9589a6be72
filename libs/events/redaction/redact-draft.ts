import type { EventDraft } from '#contract';
import { redactText } from './redact-text.ts';

/** What stands for a text whose redaction failed. */
export const REDACTION_FAILED = '[redaction failed]';

/** Fields that are ours, or that have been redacted as the structures that they are. */
const LEFT_ALONE = new Set(['callId', 'sessionId', 'kind', 'arguments', 'result']);

/**
 * The data of an event, its texts redacted. Names, messages and reasons come from outside, and an event
 * goes everywhere: to the log, to admins, to whoever listens on the bus.
 */
export function redactData<D extends EventDraft['data']>(data: D): D {
  let redacted: Record<string, unknown> | undefined;
  for (const name of Object.keys(data)) {
    if (LEFT_ALONE.has(name)) continue;
    const value = data[name as keyof D];
    const safe = redactField(value);
    if (safe === value) continue;
    redacted ??= { ...data };
    redacted[name] = safe;
  }
  return (redacted ?? data) as D;
}

function redactField(value: unknown): unknown {
  if (typeof value === 'string') return redactOrReplace(value);
  if (typeof value !== 'object' || value === null) return value;
  // The client's name and version: no event nests deeper.
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => [
    name,
    typeof inner === 'string' ? redactOrReplace(inner) : inner,
  ]);
  return Object.fromEntries(entries);
}

function redactOrReplace(text: string): string {
  try {
    return redactText(text);
  } catch {
    return REDACTION_FAILED;
  }
}
