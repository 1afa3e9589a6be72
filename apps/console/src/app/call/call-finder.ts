import { inject, Injectable } from '@angular/core';
import { parseEventId, type EventId, type EventOf, type EventType } from '#contract';

import { HistoryApi } from '../api/routes/history-api.ts';
import { allOf, only, onlyTypes } from '../filter/exact-filter.ts';
import { AuditorRight } from '../identity/auditor-right.ts';
import { LiveStore } from '../picture/live-store.ts';
import { beginOf, callOf, isEnd, isOfCall, withEvent, type Call, type CallEndEvent } from './call.ts';

/** The start is searched within this many milliseconds of the time that follows from the end and its duration. */
const AROUND_MS = 1_000;
/** Number of events per page, and maximum number of pages that are searched. */
const PAGE = 100;
const PAGES = 20;
/** Maximum number of progress reports; the newest are kept. */
const REPORTS = 100;

/** Explains why a call cannot be shown, as a sentence for the admin. */
export class CallNotFound extends Error {
  override readonly name = 'CallNotFound';
}

/**
 * Finds a call by the id of one of its events. What the feed does not have is read from the log: the events of the same
 * tool and session, page by page, until the start and the end are found. Opens the arguments and the result where the
 * role shows them.
 */
@Injectable({ providedIn: 'root' })
export class CallFinder {
  readonly #store = inject(LiveStore);
  readonly #history = inject(HistoryApi);
  readonly #payloads = inject(AuditorRight);

  /** Finds a call. Rejects with `CallNotFound`, or like `Requests`. */
  async find(eventId: string): Promise<Call> {
    const id = parseEventId(eventId);
    const call = id && (this.#inFeed(id) ?? (await this.#inLog(id)));
    if (!call) throw new CallNotFound('The log does not have this event, or no longer.');
    return this.complete(call);
  }

  /** Reads the missing events of a call, with its arguments and result. */
  async complete(call: Call): Promise<Call> {
    // The end gives the time of the start. So with the end, all the rest is read at once.
    const known = call.end ? call : await this.#followed(call);
    const [start, end, progress] = await Promise.all([
      this.#startOf(known),
      known.end && this.#whole(known.end),
      this.#findProgress(known),
    ]);
    return { ...known, start, end, progress };
  }

  /** Reads the end of a call with its result. */
  async openEnd(id: EventId): Promise<CallEndEvent | undefined> {
    const event = await this.#history.open(id);
    return event && isEnd(event) ? event : undefined;
  }

  /** What the feed has of the call of an event; undefined if it does not have the event. */
  #inFeed(id: EventId): Call | undefined {
    const event = this.#store.event(id);
    if (!event || !isOfCall(event)) return undefined;
    const { callId } = event.data;
    const rows = this.#store.rows(0, Infinity).flatMap((row) => (row.kind === 'event' ? [row.event] : []));
    const events = rows.filter(isOfCall).filter((one) => one.data.callId === callId);
    return events.reduce(withEvent, callOf(event));
  }

  async #inLog(id: EventId): Promise<Call | undefined> {
    const event = await this.#history.event(id);
    if (event && !isOfCall(event)) throw new CallNotFound('This event is not one of a call.');
    return event && withEvent(callOf(event), event);
  }

  /** The call with its end, if there is one after its start. */
  async #followed(call: Call): Promise<Call> {
    const start = call.start ?? (await this.#findStart(call));
    return { ...call, start, end: start && (await this.#findEnd(call, start)) };
  }

  async #startOf(call: Call): Promise<EventOf<'tool:start'> | null> {
    // Without an end, it was searched already.
    const start = call.start ?? (call.end && (await this.#findStart(call)));
    return start && this.#whole(start);
  }

  /** Reads an event again if something of it is missing. */
  async #whole<E extends CallEndEvent | EventOf<'tool:start'>>(event: E): Promise<E> {
    // A row of the feed tells nothing of arguments and results, and its texts may be cut.
    const isRow = this.#store.event(event.id) === event;
    const opens = (isRow || event.data.payload === 'hidden') && this.#payloads.isHeld();
    if (!opens && !isRow) return event;
    const whole = await (opens ? this.#history.open(event.id) : this.#history.event(event.id));
    return whole?.type === event.type ? (whole as E) : event;
  }

  async #findStart(call: Call): Promise<EventOf<'tool:start'> | null> {
    const begin = beginOf(call);
    const near = { from: begin - AROUND_MS, to: begin + AROUND_MS };
    const filter = filterOf(call, 'tool:start');
    let before = call.end?.id ?? call.progress[0]?.id;
    for (let page = 0; page < PAGES; page += 1) {
      // The first page uses the computed time. If a clock was changed during the call, that time is wrong, so later
      // pages search without it.
      const range = page === 0 ? near : {};
      const events = await this.#history.read({ ...range, filter, limit: PAGE, ...(before && { before }) });
      const found = events.find((event) => isOfCall(event) && event.data.callId === call.callId);
      if (found?.type === 'tool:start') return found;
      if (page > 0) before = events[0]?.id;
      if (page > 0 && events.length < PAGE) return null;
    }
    return null;
  }

  async #findEnd(call: Call, { id }: EventOf<'tool:start'>): Promise<CallEndEvent | null> {
    const filter = filterOf(call, 'tool:done', 'tool:error');
    let after = id;
    for (let page = 0; page < PAGES; page += 1) {
      const events = await this.#history.read({ filter, after, limit: page === 0 ? 10 : PAGE });
      const found = events.find((event) => isEnd(event) && event.data.callId === call.callId);
      if (found && isEnd(found)) return found;
      const last = events.at(-1);
      if (!last) return null;
      after = last.id;
    }
    return null;
  }

  async #findProgress(call: Call): Promise<EventOf<'tool:progress'>[]> {
    const filter = filterOf(call, 'tool:progress');
    const from = beginOf(call) - AROUND_MS;
    const before = call.end?.id;
    const events = await this.#history.read({ filter, from, limit: REPORTS, ...(before && { before }) });
    return events.filter(
      (event): event is EventOf<'tool:progress'> =>
        event.type === 'tool:progress' && event.data.callId === call.callId,
    );
  }
}

function filterOf({ sessionId, tool }: Call, ...types: EventType[]): string {
  return allOf(onlyTypes(...types), only('session', sessionId), only('tool', tool));
}
