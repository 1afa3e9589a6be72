import { existsSync } from 'node:fs';
import { parseFilter, type AuditEvent, type EventId } from '#contract';
import { createEventLog, KEEP_ALL, readHistory, type LogOptions } from '#events';
import { AuditError } from './audit-error.ts';
import type { TrailChoice } from './trail-of-server.ts';

/** Number of events that are read together. */
const PAGE_EVENTS = 1_000;

/** Reads the trail that a log holds, oldest first. Rejects with an `AuditError` or a `LogError`. */
export async function* trailOfLog(
  url: string,
  choice: TrailChoice,
  options: LogOptions,
): AsyncGenerator<AuditEvent> {
  const { type = 'admin:*', isWhole: _, ...range } = choice;
  const path = url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : undefined;
  if (path !== undefined && !existsSync(path)) throw new AuditError(`There is no log at ${path}.`);
  const filter = { ...range, terms: termsOf(`type:admin:* type:${type}`) };
  const log = createEventLog(url, { ...options, ...KEEP_ALL });
  try {
    await log.open();
    for (let after = '0' as EventId; ;) {
      const events = await readHistory(log, { after, limit: PAGE_EVENTS, filter });
      for (const { event } of events) yield event as AuditEvent;
      const last = events.at(-1);
      if (!last || events.length < PAGE_EVENTS) return;
      after = last.id;
    }
  } finally {
    await log.close();
  }
}

function termsOf(text: string) {
  const parsed = parseFilter(text);
  if ('filter' in parsed) return parsed.filter.terms;
  throw new AuditError(parsed.faults.map(({ message }) => message).join('; '));
}
