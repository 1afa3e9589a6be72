import { compareEventIds, parseEventId, type CrowsnestEvent, type HistoryPage } from '#contract';

import { json, unreachable } from './fake-server.ts';

/** Answers `/history` from a list of events, oldest first, by position and limit. */
export class FakeLog {
  readonly urls: string[] = [];
  isReachable = true;

  constructor(public events: readonly CrowsnestEvent[] = []) {}

  readonly fetch = (async (input: string): Promise<Response> => {
    this.urls.push(input);
    if (!this.isReachable) return unreachable();
    return json(this.#page(new URL(input, 'http://localhost').searchParams));
  }) as typeof fetch;

  #page(query: URLSearchParams): HistoryPage {
    const [after, before] = [query.get('after'), query.get('before')].map((text) => parseEventId(text ?? ''));
    const limit = Number(query.get('limit'));
    const events = this.events.filter(
      ({ id }) =>
        (after === undefined || compareEventIds(id, after) > 0) &&
        (before === undefined || compareEventIds(id, before) < 0),
    );
    return { events: after === undefined ? events.slice(-limit) : events.slice(0, limit) };
  }
}
