import { inject, Injectable } from '@angular/core';
import {
  positionBefore,
  ROUTES,
  sessionRoute,
  type CrowsnestEvent,
  type EventId,
  type HistoryPage,
} from '#contract';

import { ServerAddress } from '../server-address.ts';
import { ServerRequests } from '../server-requests.ts';

/** Selects events of the log. */
export interface HistoryChoice {
  /** Milliseconds since 1970: `from` ≤ time < `to`. */
  from?: number;
  to?: number;
  /** The text of a filter; empty for all events. */
  filter?: string;
}

/** A page of events: the first `limit` after an id, or the last before an id, or the last of all. */
export interface PageChoice {
  after?: EventId;
  before?: EventId;
  /** At most 1,000. */
  limit?: number;
}

/** Whether arguments and results are read. */
type Payloads = 'shown' | 'hidden';

/** The file formats of an export. */
export type ExportFormat = 'jsonl' | 'csv';

/** Reads the server's log. Its methods reject like `Requests`. Pages leave arguments and results out. */
@Injectable({ providedIn: 'root' })
export class HistoryApi {
  readonly #requests = inject(ServerRequests);
  readonly #address = inject(ServerAddress);

  /** Reads a page of the selected events, oldest first. */
  async read(choice: HistoryChoice & PageChoice, signal?: AbortSignal): Promise<CrowsnestEvent[]> {
    return this.#page(ROUTES.history, choice, signal);
  }

  /** Reads an event; undefined if the log does not have it. */
  async event(id: EventId): Promise<CrowsnestEvent | undefined> {
    return this.#event(id, 'hidden');
  }

  /** Reads an event with its arguments or result, where the role shows them. The audit trail tells that they were opened. */
  async open(id: EventId): Promise<CrowsnestEvent | undefined> {
    return this.#event(id, 'shown');
  }

  /** Reads a page of the events of one session, oldest first. */
  async readSession(
    sessionId: string,
    choice: Pick<HistoryChoice, 'filter'> & PageChoice,
    signal?: AbortSignal,
  ): Promise<CrowsnestEvent[]> {
    return this.#page(`${sessionRoute(sessionId)}/events`, choice, signal);
  }

  /** Returns the URL of a file with all selected events, which the server streams. */
  exportUrl(choice: HistoryChoice, format: ExportFormat): string {
    return this.#address.pathOf(`${ROUTES.historyExport}?${queryOf({ ...choice, format })}`);
  }

  async #event(id: EventId, payloads: Payloads): Promise<CrowsnestEvent | undefined> {
    const choice = { after: positionBefore(id), limit: 1 };
    const [event] = await this.#page(ROUTES.history, choice, undefined, payloads);
    return event?.id === id ? event : undefined;
  }

  async #page(
    route: string,
    choice: HistoryChoice & PageChoice,
    signal?: AbortSignal,
    payloads: Payloads = 'hidden',
  ): Promise<CrowsnestEvent[]> {
    const { events } = await this.#requests.ask<HistoryPage>(
      `${route}?${queryOf({ ...choice, payloads })}`,
      signal ? { signal } : {},
    );
    return events;
  }
}

function queryOf(
  choice: HistoryChoice & PageChoice & { format?: ExportFormat; payloads?: Payloads },
): string {
  const { from, to, filter, ...others } = choice;
  const texts = {
    ...others,
    from: from === undefined ? undefined : new Date(from).toISOString(),
    to: to === undefined ? undefined : new Date(to).toISOString(),
    filter: filter === '' ? undefined : filter,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(texts)) if (value !== undefined) query.set(name, String(value));
  return query.toString();
}
