import { seededRandom } from '../../../../e2e/support/environment/random.ts';
import {
  compileFilter,
  isWithin,
  parseFilter,
  type CallId,
  type CrowsnestEvent,
  type EventFilter,
  type EventId,
  type SessionFacts,
  type UncommittedEvent,
} from '#contract';
import { EventMatcher } from '../../encoding/event-matcher.ts';
import { LoggedEvent } from '../../encoding/logged-event.ts';
import type { EventStore } from '../embedded/event-store.ts';
import { readAll, StorePair } from './store-pair.fixture.ts';

const BEGIN = 1_800_000_000_000_000;
const ROUNDS = 25;
const TOOLS = ['search', 'Search-Web', 'weather', 'straße', 'rare "tool"'];
const CLIENTS = ['Cursor', 'claude-code', 'планировщик', 'cursor "nightly"'];
const ERRORS = ['Connection reset', 'a\\b "quoted"\nline', 'ТАЙМАУТ', 'No such file'];
const KINDS = ['tool', 'thrown', 'timeout'] as const;
/** Terms of every field, with stars, other case, alternatives, and what nothing matches. */
const TERMS = [
  'type:tool:error',
  'type:tool:*,session:open',
  'type:session:*',
  'tool:search*',
  'tool:SEARCH,weather',
  'tool:"rare \\"tool\\""',
  'tool:STRASSE',
  'tool:nothing*',
  'client:cursor',
  'client:CURSOR*',
  'client:ПЛАН*',
  'kind:timeout',
  'kind:t*',
  'duration:>2s',
  'duration:100ms..2s',
  'is:error',
  'is:running',
  'is:derived',
  'is:derived,error',
  'is:unknown',
  'tenant:tenant-1',
  'reset',
  'таймаут',
  '"QUOTED"',
  'cursor',
  'trace:t1',
];

/** Events of sessions that open, call and end, stamped by a clock that steps back now and then. */
class Traffic {
  readonly sessions = new Map<string, SessionFacts>();
  readonly #open: string[] = [];
  #time = Date.parse('2026-11-01T00:00:00.000Z');
  #calls = 0;

  constructor(private readonly below: (below: number) => number) {}

  next(): UncommittedEvent {
    const { below } = this;
    this.#time += below(100) === 0 ? -below(600_000) : below(2_000);
    if (this.#open.length < 5 || below(30) === 0) return this.#opened();
    const at = below(this.#open.length);
    const sessionId = this.#open[at] ?? '';
    if (below(40) === 0) {
      this.#open.splice(at, 1);
      return this.#event('session:close', sessionId, { reason: 'client', durationMs: 5_000, calls: 1 });
    }
    return this.#call(sessionId);
  }

  /** A time of the traffic so far, or close to it. */
  moment(): string {
    return new Date(this.#time - this.below(1_500_000)).toISOString();
  }

  someSession(): string {
    return `session-${this.below(this.sessions.size + 1)}`;
  }

  /** About half of the calls that began lately. */
  running(): CallId[] {
    const last = Array.from({ length: 200 }, (_, n) => String(this.#calls - n) as CallId);
    return last.filter(() => this.below(2) === 0);
  }

  #opened(): UncommittedEvent {
    const sessionId = `session-${this.sessions.size}`;
    const name = this.#one(CLIENTS);
    const origin = this.below(3) === 0 ? 'derived' : 'protocol';
    this.sessions.set(sessionId, { clientName: name, origin });
    this.#open.push(sessionId);
    return this.#event('session:open', sessionId, {
      origin,
      client: { name, version: '1' },
      protocolVersion: '',
    });
  }

  #call(sessionId: string): UncommittedEvent {
    const { below } = this;
    this.#calls += 1;
    const isUnknown = below(30) === 0;
    const call = {
      callId: String(this.#calls),
      tool: this.#one(TOOLS.slice(0, below(100) === 0 ? undefined : 4)),
      ...(isUnknown && { offered: false }),
      ...(below(50) === 0 && { traceId: 't1' }),
    };
    const durationMs = below(4_000);
    if (below(25) === 0) {
      const error = this.#one(ERRORS);
      return this.#event('tool:error', sessionId, { ...call, durationMs, error, kind: this.#one(KINDS) });
    }
    return below(2) === 0
      ? this.#event('tool:start', sessionId, call)
      : this.#event('tool:done', sessionId, { ...call, durationMs });
  }

  #event(type: string, sessionId: string, data: object): UncommittedEvent {
    const timestamp = new Date(this.#time).toISOString();
    return {
      type,
      sessionId,
      tenantId: `tenant-${sessionId.length % 2}`,
      timestamp,
      data,
    } as UncommittedEvent;
  }

  #one<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}

const idsOf = (events: readonly LoggedEvent[]): EventId[] => events.map(({ id }) => id);

describe('the terms of a filter', () => {
  let stores: StorePair;

  beforeEach(async () => (stores = await StorePair.open()));

  afterEach(() => stores.close());

  const readPages = async (store: EventStore, upTo: EventId, filter: EventFilter): Promise<EventId[]> => {
    const ids: EventId[] = [];
    for (let after = '0' as EventId, more = true; more;) {
      const page = await store.readPage({ after, upTo, filter });
      ids.push(...page.events.toArray().map(({ id }) => id));
      after = page.last ?? after;
      more = page.isFull;
    }
    return ids;
  };

  it.each([1, 2, 3])(
    'select the same events from a file, from memory and live as when each event is looked at (seed %i)',
    async (seed) => {
      const { below } = seededRandom(seed);
      const traffic = new Traffic(below);
      let id = BEGIN;
      const nextId = (): EventId => String((id += 1 + (below(50) === 0 ? below(2_000) : 0))) as EventId;
      const all: LoggedEvent[] = [];

      const filter = (): EventFilter => {
        const session = `session:${traffic.someSession()}`;
        const written = Array.from({ length: 1 + below(3) }, () => {
          const term = below(8) === 0 ? session : (TERMS[below(TERMS.length)] ?? '');
          return below(6) === 0 ? `-${term}` : term;
        });
        const parsed = parseFilter(written.join(' '));
        if (!('filter' in parsed)) throw new Error(`${written.join(' ')} has faults`);
        return {
          terms: parsed.filter.terms,
          ...(below(2) === 0 && { running: traffic.running() }),
          ...(below(5) === 0 && { from: traffic.moment() }),
          ...(below(5) === 0 && { to: traffic.moment() }),
          ...(below(8) === 0 && { tools: ['search', 'weather'] }),
        };
      };
      /** What a filter means: nothing but the contract decides on each event. */
      const expected = (asked: EventFilter, held: readonly LoggedEvent[]): EventId[] => {
        const holds = compileFilter({ terms: asked.terms ?? [] });
        const running = asked.running && new Set(asked.running);
        const isWanted = (event: CrowsnestEvent): boolean => {
          const session = traffic.sessions.get(event.sessionId);
          const isRunning = event.type === 'tool:start' && (running?.has(event.data.callId) ?? true);
          return isWithin(asked, event.timestamp) && holds({ event, session, isRunning });
        };
        const tools = asked.tools ?? [];
        return held
          .filter(({ event, tool }) => isWanted(event) && (!asked.tools || tools.includes(tool ?? '')))
          .map((event) => event.id);
      };

      for (let round = 0; round < ROUNDS; round += 1) {
        const events = Array.from({ length: 1 + below(250) }, () =>
          LoggedEvent.number([traffic.next()], nextId),
        ).flat();
        all.push(...events);
        await stores.append(events);
        if (below(5) === 0) await stores.restart();
        const { sqlite, memory } = stores;
        const ofSqlite = all.filter((event) => Number(event.id) > Number(sqlite.start));
        const ofMemory = all.filter((event) => Number(event.id) > Number(memory.start));
        for (let n = 0; n < 6; n += 1) {
          const asked = filter();
          const limit = 1 + below(40);
          const ids = expected(asked, ofSqlite);
          const after = ofSqlite[below(ofSqlite.length)]?.id ?? ('0' as EventId);
          const following = ids.filter((one) => Number(one) > Number(after));
          const found = {
            last: idsOf(await readAll(sqlite, { limit, filter: asked })),
            first: idsOf(await readAll(sqlite, { after, limit, filter: asked })),
            pages: await readPages(sqlite, String(id) as EventId, asked),
            memory: await readPages(memory, String(id) as EventId, asked),
            live: events.filter(
              (event) => EventMatcher.for(asked, (one) => traffic.sessions.get(one))?.matches(event) ?? true,
            ),
          };
          expect({ asked, ...found, live: found.live.map((event) => event.id) }).toEqual({
            asked,
            last: ids.slice(-limit),
            first: following.slice(0, limit),
            pages: ids,
            memory: expected(asked, ofMemory),
            live: expected(asked, events),
          });
        }
      }
    },
  );
});
