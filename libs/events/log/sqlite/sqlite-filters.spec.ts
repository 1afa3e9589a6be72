import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventFilter, EventId, UncommittedEvent } from '#contract';
import { EncodedEvents } from '../../encoding/encoded-events.ts';
import { LoggedEvent } from '../../encoding/logged-event.ts';
import type { RangeRequest } from '../event-log.ts';
import type { EventStore } from '../embedded/event-store.ts';
import { MemoryEventStore } from '../embedded/memory-event-store.ts';
import { SqliteEventStore } from './sqlite-event-store.ts';

const BEGIN = 1_800_000_000_000_000;
const ROUNDS = 30;
const RETENTION = { maxEvents: 1_500, maxAgeMs: Infinity };

/** Returns the same numbers for the same seed: the linear congruential generator of Numerical Recipes. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Reads slice by slice until the limit is reached or nothing is left. */
async function readAll(store: EventStore, request: RangeRequest): Promise<LoggedEvent[]> {
  const { events, rest } = await store.readSlice(request);
  const limit = request.limit - events.length;
  if (rest === undefined || limit <= 0) return events;
  return request.after === undefined
    ? [...(await readAll(store, { ...request, before: rest, limit })), ...events]
    : [...events, ...(await readAll(store, { ...request, after: rest, limit }))];
}

/** Reads by session or tool use blocks of ids; the in-memory log looks at every event. */
describe('filters over a sqlite log', () => {
  let folder: string;
  let path: string;
  let sqlite: SqliteEventStore;
  let memory: MemoryEventStore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crowsnest-filters-'));
    path = join(folder, 'events.db');
    sqlite = new SqliteEventStore(path, RETENTION);
    memory = new MemoryEventStore(RETENTION);
    await sqlite.open();
  });

  afterEach(async () => {
    await sqlite.close();
    await rm(folder, { recursive: true });
  });

  const restart = async (): Promise<void> => {
    await sqlite.close();
    sqlite = new SqliteEventStore(path, RETENTION);
    await sqlite.open();
  };
  const idsOf = async (store: EventStore, request: RangeRequest): Promise<EventId[]> =>
    (await readAll(store, request)).map(({ id }) => id);
  const pagesOf = async (after: EventId, upTo: EventId, filter: EventFilter): Promise<string> => {
    let text = '';
    for (let from = after, more = true; more;) {
      const page = await sqlite.readPage({ after: from, upTo, filter });
      text += Buffer.from(page.events.lines).toString();
      from = page.last ?? from;
      more = page.isFull;
    }
    return text;
  };
  const scan = async (after: EventId, upTo: EventId, filter: EventFilter): Promise<string> => {
    const before = String(Number(upTo) + 1) as EventId;
    const events = await readAll(memory, { after, before, limit: 10_000, filter });
    return Buffer.from(EncodedEvents.of(events).lines).toString();
  };

  it.each([
    ['close together', 1, 1],
    ['far apart', 400, 2],
    ['now and then far apart', 40, 3],
  ])('find the same events as a scan when these lie %s', async (_, leap, seed) => {
    const below = numbersFrom(seed);
    let id = BEGIN;
    const nextId = (): EventId => {
      id += 1 + (leap > 1 && below(3) === 0 ? below(leap * 3) : 0);
      return String(id) as EventId;
    };
    // Squared, so that a few of many sessions have most of the events.
    const session = (): string => `session-${Math.floor(below(60) ** 2 / 60)}`;
    const event = (): UncommittedEvent => {
      const common = { tenantId: `tenant-${below(2)}`, timestamp: new Date(id).toISOString() };
      const data = { callId: String(id), tool: `tool-${below(5)}`, durationMs: 1 };
      if (below(20) === 0)
        return { ...common, type: 'log:degraded', sessionId: '', tenantId: '', data: { error: '' } };
      return { ...common, type: below(2) ? 'tool:start' : 'tool:done', sessionId: session(), data };
    };
    const some = (one: () => string): string[] => Array.from({ length: 1 + below(3) }, one);
    const filter = (): EventFilter => ({
      ...(below(2) && { sessions: some(session) }),
      ...(below(2) && { tools: some(() => `tool-${below(7)}`) }),
      ...(below(4) === 0 && { types: ['tool:done'] }),
      ...(below(4) === 0 && { tenants: ['tenant-1'] }),
    });
    const position = (): EventId => String(BEGIN + below(id - BEGIN + 300)) as EventId;

    for (let round = 0; round < ROUNDS; round += 1) {
      const events = Array.from({ length: 1 + below(200) }, () =>
        LoggedEvent.number([event()], nextId),
      ).flat();
      await sqlite.append(events, []);
      await memory.append(events);
      if (below(5) === 0) await restart();
      for (let n = 0; n < 10; n += 1) {
        const request = {
          limit: 1 + below(n % 2 ? 5 : 400),
          ...(below(2) && { after: position() }),
          ...(below(2) && { before: position() }),
          filter: filter(),
        };
        expect({ request, ids: await idsOf(sqlite, request) }).toEqual({
          request,
          ids: await idsOf(memory, request),
        });
      }
      const part = [position(), position(), filter()] as const;
      expect(await pagesOf(...part)).toBe(await scan(...part));
      const whole = ['0' as EventId, String(id) as EventId, filter()] as const;
      expect(await pagesOf(...whole)).toBe(await scan(...whole));
    }
  });
});
