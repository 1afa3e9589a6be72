import { ROUTES, type HistoryPage } from '#contract';
import { print } from '../server/print.ts';
import type { Server } from '../server/server.ts';
import { eventLine } from '../text/event-line.ts';
import type { HistoryFormat } from './history-formats.ts';
import { printExport } from './print-export.ts';

/** Number of events that are asked for together. */
const PAGE_EVENTS = 1_000;

/** Which events to print. The server checks them. */
export interface HistoryChoice {
  filter: string;
  from?: string;
  to?: string;
}

/** Prints past events, oldest first, up to those that are there when it begins. Rejects with a `ServerFault`. */
export function printHistory(
  server: Server,
  format: HistoryFormat,
  { filter, ...range }: HistoryChoice,
): Promise<void> {
  const query = new URLSearchParams({ ...range, ...(filter && { filter }) });
  return format === 'text' ? printText(server, query) : printExport(server, format, query);
}

/** Page by page, so that a reader may take its time: the server ends an export that nobody takes. */
async function printText(server: Server, query: URLSearchParams): Promise<void> {
  query.set('limit', String(PAGE_EVENTS));
  for (let after = '0'; ;) {
    query.set('after', after);
    const { events } = await server.read<HistoryPage>(ROUTES.history, { query });
    for (const event of events) await print(eventLine(event));
    const last = events.at(-1);
    if (!last || events.length < PAGE_EVENTS) return;
    after = last.id;
  }
}
