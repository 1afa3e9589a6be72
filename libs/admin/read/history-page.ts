import { readHistory, type EventLog, type ReadRequest } from '#events';
import { refuseSilentLog } from './log-answers.ts';

/**
 * Reads a `HistoryPage` as JSON: events are encoded once, when they are numbered, and not again here. Rejects with an
 * `EdgeError`, 503, when the log does not answer.
 */
export async function readHistoryPage(log: EventLog, request: ReadRequest): Promise<string> {
  const events = await readHistory(log, request).catch(refuseSilentLog);
  return `{"events":[${events.map((logged) => logged.json).join(',')}]}`;
}
