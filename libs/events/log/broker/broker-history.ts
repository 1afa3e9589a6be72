import { compareEventIds, isUnfiltered, positionBefore, type EventFilter, type EventId } from '#contract';
import { EncodedEvents } from '../../encoding/encoded-events.ts';
import type { EventPage } from '../../encoding/event-batch.ts';
import { EventMatcher } from '../../encoding/event-matcher.ts';
import type { FindSession } from '../../encoding/event-terms.ts';
import { LoggedEvent } from '../../encoding/logged-event.ts';
import type { PageRequest, Position, RangeRequest, ReadRequest } from '../event-log.ts';
import { BEFORE_ALL, knownPosition } from '../known-position.ts';
import { readAll, type ReadSlice } from '../read-all.ts';
import type { Broker, BrokerEntry, BrokerState } from './broker.ts';
import { wholeEvents } from './broker-payloads.ts';
import { sessionsOf } from './held-sessions.ts';
import type { LogView } from './log-view.ts';

/** Maximum number of entries that are fetched together: a few milliseconds of the thread that serves. */
const SLICE_ENTRIES = 500;
/** Number of events per page. */
const PAGE_EVENTS = 250;

/** What the history is read from. */
export interface HistoryParts {
  broker: Broker;
  view: LogView;
  /** The id of the last delivered event. What the broker holds beyond it is not read. */
  last: () => EventId;
  /** Resolves once the event with an id was delivered; rejects with a `LogError` if that takes too long. */
  delivered: (id: EventId) => Promise<void>;
  findSession: FindSession;
}

interface SliceRequest extends RangeRequest {
  upTo?: EventId;
}

/** Reads past events from the broker. */
export class BrokerHistory {
  #refreshing: Promise<BrokerState> | undefined;

  constructor(private readonly parts: HistoryParts) {}

  read(request: ReadRequest): Promise<LoggedEvent[]> {
    return readAll((range) => this.#readSlice(range), request);
  }

  async readPage({ upTo, ...range }: PageRequest): Promise<EventPage> {
    const { events, rest } = await this.#readSlice({ ...range, upTo, limit: PAGE_EVENTS });
    return {
      events: EncodedEvents.of(events),
      last: rest ?? events.at(-1)?.id,
      isFull: rest !== undefined || events.length === PAGE_EVENTS,
    };
  }

  async locate(requested: EventId): Promise<Position> {
    const { view } = this.parts;
    if (requested === BEFORE_ALL && view.isWhole) return { known: true, after: view.start };
    await this.#reach(requested);
    const position = this.#known(requested) ?? (await this.#lookUp(requested));
    if (position) return position;
    // The broker may have dropped the event meanwhile.
    await this.#refresh();
    return this.#known(requested) ?? { known: false, resumeAfter: requested };
  }

  /** Waits for an event that another process has already told, and this one has not. */
  async #reach(id: EventId): Promise<void> {
    if (compareEventIds(id, this.parts.last()) <= 0) return;
    const { last } = await this.#refresh();
    if (compareEventIds(id, last) <= 0) await this.parts.delivered(id);
  }

  async #lookUp(id: EventId): Promise<Position | undefined> {
    const { broker, last } = this.parts;
    await this.#becomeCurrent();
    const [entry] = await broker.readRange({ after: positionBefore(id), upTo: last(), limit: 1 });
    // The event itself may have been dropped while the one after it is held.
    return entry && (entry.id === id || entry.previous === id) ? { known: true } : undefined;
  }

  /** What is known of an id without asking the broker. */
  #known(id: EventId): Position | undefined {
    const { view } = this.parts;
    return knownPosition(id, { start: view.start, last: this.parts.last(), lost: view.lost });
  }

  async #readSlice({ filter, limit, upTo = this.parts.last(), ...range }: SliceRequest): Promise<ReadSlice> {
    const { broker, last } = this.parts;
    const isFiltered = filter !== undefined && !isUnfiltered(filter);
    const end = compareEventIds(upTo, last()) < 0 ? upTo : last();
    const wanted = isFiltered ? SLICE_ENTRIES : Math.min(limit, SLICE_ENTRIES);
    await this.#becomeCurrent();
    const entries = await broker.readRange({ ...range, upTo: end, limit: wanted });
    await this.#noticeStart(range.after, entries);
    await this.#noticeHoles(entries);
    const isForward = range.after !== undefined;
    const events = entries.map(({ id, json }) => LoggedEvent.identified(id, json));
    const matching = isFiltered ? await this.#matching(events, filter) : events;
    const selected = isForward ? matching.slice(0, limit) : matching.slice(-limit);
    const whole = await wholeEvents(selected, broker.payloads);
    if (selected.length < matching.length || entries.length < wanted) return { events: whole };
    const rest = isForward ? entries.at(-1)?.id : entries[0]?.id;
    return { events: whole, ...(rest !== undefined && { rest }) };
  }

  async #matching(events: LoggedEvent[], filter: EventFilter): Promise<LoggedEvent[]> {
    const { broker, findSession } = this.parts;
    const matcher = EventMatcher.for(filter, await sessionsOf(events, filter, broker, findSession));
    return matcher ? events.filter((event) => matcher.matches(event)) : events;
  }

  /** Asks where the log begins now, if the entries do not follow a position directly. */
  async #noticeStart(after: EventId | undefined, [first]: readonly BrokerEntry[]): Promise<void> {
    if (after === undefined || first?.previous === after) return;
    const { view, last } = this.parts;
    const isInside = compareEventIds(after, view.start) >= 0 && compareEventIds(after, last()) < 0;
    if (isInside) await this.#refresh();
  }

  /** Asks what was dropped, if entries do not follow each other and nobody has told of what was between them. */
  async #noticeHoles(entries: readonly BrokerEntry[]): Promise<void> {
    const { broker, view } = this.parts;
    if (!broker.thinning) return;
    const isUnknown = entries.some(({ previous }, index) => {
      const before = entries[index - 1]?.id;
      if (before === undefined || before === previous) return false;
      const lost = view.lost.after(before);
      return lost === undefined || compareEventIds(lost.after, before) > 0;
    });
    if (isUnknown) await this.#refresh();
  }

  async #becomeCurrent(): Promise<void> {
    if (!this.parts.broker.isCurrent) await this.#refresh();
  }

  /** Looks at the log, once for all who ask for it at a time. */
  #refresh(): Promise<BrokerState> {
    this.#refreshing ??= this.#look().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  async #look(): Promise<BrokerState> {
    const { broker, view } = this.parts;
    const state = await broker.attend(view.known);
    view.apply(state);
    if (broker.thinning) view.relearnLost(await broker.thinning.lostRanges());
    return state;
  }
}
