import type { AdminPrincipal } from '#edge';
import { readHistory, type EventLog, type ReadRequest } from '#events';
import { seesPayloads } from '../sign-in/index.ts';
import { refuseSilentLog } from './log-answers.ts';

/**
 * Reads a `HistoryPage` as JSON, as the admin may see it. Events are encoded once, when they are numbered, and not again
 * here. Rejects with an `EdgeError`, 503, when the log does not answer.
 */
export async function readHistoryPage(
  log: EventLog,
  request: ReadRequest,
  admin: AdminPrincipal,
): Promise<string> {
  const events = await readHistory(log, request).catch(refuseSilentLog);
  const shown = seesPayloads(admin) ? events : events.map((logged) => logged.withHiddenPayload());
  return `{"events":[${shown.map((logged) => logged.json).join(',')}]}`;
}
