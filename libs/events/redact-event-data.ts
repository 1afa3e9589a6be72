import { offeredNamesOf, type EventDraft, type EventType } from '#contract';
import { redactText, REDACTION_FAILED } from '#redaction';

/** Fields that Crowsnest sets itself, and payloads, which are redacted by their structure. */
const SKIPPED = new Set([
  'callId',
  'sessionId',
  'traceId',
  'continues',
  'principal',
  'kind',
  'instance',
  'source',
  'arguments',
  'result',
]);

/**
 * Redacts the texts in the data of an event. Names, messages and reasons come from outside, and an event reaches the
 * log, admins and every listener on the bus. Returns unchanged data as the same object.
 */
export function redactEventData<D extends EventDraft['data']>(type: EventType, data: D): D {
  const offeredNames = offeredNamesOf(type);
  let redacted: Record<string, unknown> | undefined;
  for (const name of Object.keys(data)) {
    if (SKIPPED.has(name) || offeredNames.includes(name)) continue;
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
  if (Array.isArray(value)) return value.map(redactInner);
  // The name and version of a client. The data of an event nests no deeper.
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => [name, redactInner(inner)]);
  return Object.fromEntries(entries);
}

function redactInner(value: unknown): unknown {
  return typeof value === 'string' ? redactOrReplace(value) : value;
}

function redactOrReplace(text: string): string {
  try {
    return redactText(text);
  } catch {
    return REDACTION_FAILED;
  }
}
