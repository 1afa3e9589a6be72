import type { EventFilter } from '#contract';
import type { Random } from '../environment/random.ts';
import type { EventRecordBook } from './event-record-book.ts';
import { StreamConnection, type ConnectionRequest } from './stream-connection.ts';
import { faultOf, positionOf, type LogBounds } from './stream-verdict.ts';

const FILTERS: EventFilter[] = [
  {},
  {},
  { types: ['tool:done'] },
  { types: ['tool:start', 'tool:error'] },
  { types: ['session:open', 'log:degraded'] },
  { tenants: ['tenant-0', 'tenant-2'] },
  { sessions: ['session-3'] },
  { tools: ['tool-1', 'no-such-tool'] },
  { tools: ['tool-2'], tenants: ['tenant-1'], types: ['tool:error', 'tool:done'] },
];

const FOREIGN_IDS = [
  '0',
  '1',
  '9007199254740990',
  '9999999999999999999',
  '1763800000000-0',
  '1799999999999-12',
];
const MALFORMED_IDS = ['abc', '12x', '-5', '1.5', '00012', '1-2-3', '99999999999999999999999'];

/** The ways in which a subscriber reconnects: mostly with its last id. */
const WAYS = [
  'right',
  'right',
  'right',
  'right',
  'none',
  'replay',
  'old',
  'unknown',
  'foreign',
  'malformed',
] as const;

/** A client that connects, stalls, is cut and reconnects in every possible way. */
export class ChaoticSubscriber {
  readonly filter: EventFilter;
  readonly connections: StreamConnection[] = [];
  #isStalled = false;
  /** Its position across all its connections; undefined before the first. */
  #position: string | undefined;

  constructor(
    private readonly random: Random,
    private readonly record: EventRecordBook,
  ) {
    this.filter = random.pick(FILTERS);
  }

  get #current(): StreamConnection | undefined {
    return this.connections.at(-1);
  }

  /** Cuts its current connection, and opens another one. */
  reconnect(origin: string, way = this.random.pick(WAYS)): StreamConnection {
    this.leave();
    const connection = new StreamConnection(origin, { filter: this.filter, ...this.#asks(way) });
    this.connections.push(connection);
    this.#isStalled = false;
    return connection;
  }

  leave(): void {
    const current = this.#current;
    if (!current) return;
    current.cut();
    if (current.hello) this.#position = positionOf(current);
  }

  toggleStall(): void {
    this.#isStalled = !this.#isStalled;
    if (this.#isStalled) this.#current?.stall();
    else this.#current?.readOn();
  }

  /** Resolves once it has received the last event that it wants, or with what is missing if that takes too long. */
  async catchUp(timeoutMs: number): Promise<string | undefined> {
    if (this.#isStalled) this.toggleStall();
    const connection = this.#current;
    const last = this.record.lastWanted(this.filter)?.id;
    if (!connection || last === undefined) return undefined;
    const isThere = (): boolean =>
      connection.status === 400 ||
      (connection.hello !== undefined && this.record.next(positionOf(connection), this.filter) === undefined);
    if (await connection.until(isThere, timeoutMs)) return undefined;
    return `kept silent after ${positionOf(connection)}, before ${last}: ${JSON.stringify(connection.asked)}`;
  }

  /** The faults of its connections since the last call, which it then forgets. */
  judge(bounds: LogBounds): string[] {
    const faults = this.connections
      .map((one) => faultOf(one, this.record, bounds))
      .filter((fault) => fault !== undefined);
    this.connections.length = 0;
    return faults;
  }

  #asks(way: (typeof WAYS)[number]): Omit<ConnectionRequest, 'filter'> {
    const { random, record } = this;
    const byQuery = random.below(3) === 0;
    const withId = (lastEventId: string | undefined) =>
      lastEventId === undefined ? {} : { lastEventId, byQuery };
    switch (way) {
      case 'right':
        return withId(this.#position);
      case 'none':
        return {};
      case 'replay':
        return { replay: random.pick([0, 1, 10, 1_000]) };
      case 'old':
        return withId(record.events.length > 0 ? random.pick(record.events).id : undefined);
      case 'unknown':
        return withId(String(Number(record.last) + 1 + random.below(1_000_000)));
      case 'foreign':
        return withId(random.pick(FOREIGN_IDS));
      case 'malformed':
        return withId(random.pick(MALFORMED_IDS));
      default:
        return way satisfies never;
    }
  }
}
