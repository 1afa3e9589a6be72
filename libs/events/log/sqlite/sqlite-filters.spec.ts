import { seededRandom } from '../../../../e2e/support/environment/random.ts';
import type { EventFilter, EventId, UncommittedEvent } from '#contract';
import { EncodedEvents } from '../../encoding/encoded-events.ts';
import { LoggedEvent } from '../../encoding/logged-event.ts';
import type { EventStore } from '../embedded/event-store.ts';
import type { RangeRequest } from '../event-log.ts';
import { readAll, StorePair } from './store-pair.fixture.ts';

const BEGIN = 1_800_000_000_000_000;
const ROUNDS = 30;

/** Reads by session or tool use blocks of ids; the in-memory log looks at every event. */
describe('filters over a sqlite log', () => {
  let stores: StorePair;

  beforeEach(async () => (stores = await StorePair.open()));

  afterEach(() => stores.close());

  const idsOf = async (store: EventStore, request: RangeRequest): Promise<EventId[]> =>
    (await readAll(store, request)).map(({ id }) => id);
  const pagesOf = async (after: EventId, upTo: EventId, filter: EventFilter): Promise<string> => {
    let text = '';
    for (let from = after, more = true; more;) {
      const page = await stores.sqlite.readPage({ after: from, upTo, filter });
      text += Buffer.from(page.events.lines).toString();
      from = page.last ?? from;
      more = page.isFull;
    }
    return text;
  };
  const scan = async (after: EventId, upTo: EventId, filter: EventFilter): Promise<string> => {
    const before = String(Number(upTo) + 1) as EventId;
    const events = await readAll(stores.memory, { after, before, limit: 10_000, filter });
    return Buffer.from(EncodedEvents.of(events).lines).toString();
  };

  it.each([
    ['close together', 1, 1],
    ['far apart', 400, 2],
    ['now and then far apart', 40, 3],
  ])('find the same events as a scan when these lie %s', async (_, leap, seed) => {
    const { below } = seededRandom(seed);
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
      await stores.append(events);
      if (below(5) === 0) await stores.restart();
      for (let n = 0; n < 10; n += 1) {
        const request = {
          limit: 1 + below(n % 2 ? 5 : 400),
          ...(below(2) && { after: position() }),
          ...(below(2) && { before: position() }),
          filter: filter(),
        };
        expect({ request, ids: await idsOf(stores.sqlite, request) }).toEqual({
          request,
          ids: await idsOf(stores.memory, request),
        });
      }
      const part = [position(), position(), filter()] as const;
      expect(await pagesOf(...part)).toBe(await scan(...part));
      const whole = ['0' as EventId, String(id) as EventId, filter()] as const;
      expect(await pagesOf(...whole)).toBe(await scan(...whole));
    }
  });
});
