import { EVENT_TYPES, isAudited, type CrowsnestEvent } from '#contract';
import type { EventLog } from '../log/event-log.ts';
import { readHistory } from '../log/audit/read-history.ts';

const TYPES = EVENT_TYPES.filter(isAudited);

/** The newest audited event that a log holds, once it is open. Rejects with a `LogError` if the log cannot be read. */
export async function newestOfTrail(log: EventLog): Promise<CrowsnestEvent | undefined> {
  // A broker keeps all of them beside its events, where none has to be looked for.
  const found = log.isShared
    ? await log.readAudit({ limit: 1 })
    : await readHistory(log, { limit: 1, filter: { types: TYPES } });
  return found.at(-1)?.event;
}
