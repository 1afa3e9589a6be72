import type { EventId } from '#contract';
import { EncodedEvents } from '../../encoding/encoded-events.ts';
import type { EventPage } from '../../encoding/event-batch.ts';
import { splitLines } from '../../encoding/json-lines.ts';
import { LoggedEvent } from '../../encoding/logged-event.ts';
import type { AuditRange, Checkpoint, IdRange, PageRequest, RangeRequest } from '../event-log.ts';
import type { ReadSlice } from '../read-all.ts';
import type { SummaryPart, SummaryRequest } from '../summarize.ts';
import type { EventStore, Retention, StoreState } from '../embedded/event-store.ts';
import type { LostRange } from '../losses/lost-ranges.ts';
import { batchesOf } from './file/sqlite-batch.ts';
import { toId } from './file/sqlite-ids.ts';
import type {
  ErasedPart,
  LostRows,
  SqliteCall,
  SqliteCalls,
  SqliteOptions,
  SqliteState,
  StateRow,
} from './file/sqlite-protocol.ts';
import { SqliteThread } from './thread/sqlite-thread.ts';

/** Milliseconds between two commits under load. Each commit wakes a thread and writes pages, whatever its size. */
const PAUSE_MS = 12;

/** Stores events in a database file, through Node's built-in SQLite in a worker thread. */
export class SqliteEventStore implements EventStore {
  readonly pauseMs = PAUSE_MS;
  readonly #options: SqliteOptions;
  #start = 0;
  #thread: SqliteThread | undefined;
  #opening: Promise<SqliteState> | undefined;
  #isClosed = false;
  #lastRead: Promise<unknown> = Promise.resolve();

  constructor(path: string, retention: Retention) {
    this.#options = { path, ...retention };
  }

  get start(): EventId {
    return toId(this.#start);
  }

  async open(): Promise<StoreState> {
    const { last, since, lost } = await this.#openFile();
    return {
      last: toId(last),
      since,
      lost: lost.map((range) => ({ ...range, after: toId(range.after), last: toId(range.last) })),
    };
  }

  async append(events: readonly LoggedEvent[], lost: readonly LostRange[]): Promise<void> {
    this.#start = await this.#call('append', { batches: batchesOf(events), lost: lost.map(rowsOf) });
  }

  async readSlice({ after, before, limit, filter }: RangeRequest): Promise<ReadSlice> {
    const { lines, start, rest } = await this.#inTurn('read', {
      limit,
      ...(after !== undefined && { after: Number(after) }),
      ...(before !== undefined && { before: Number(before) }),
      ...(filter && { filter }),
    });
    this.#start = start;
    const events = splitLines(lines).map((json) => LoggedEvent.parsed(json));
    return { events, ...(rest !== undefined && { rest: toId(rest) }) };
  }

  async readPage({ after, upTo, filter }: PageRequest): Promise<EventPage> {
    const { lines, count, isPayloadFree, last, isFull, start } = await this.#inTurn('readPage', {
      after: Number(after),
      upTo: Number(upTo),
      ...(filter && { filter }),
    });
    this.#start = start;
    return {
      events: EncodedEvents.ofLines(lines, count, isPayloadFree),
      last: last === undefined ? undefined : toId(last),
      isFull,
    };
  }

  async summarizePart(after: EventId, { form, upTo, filter }: SummaryRequest): Promise<SummaryPart> {
    const { summary, rest, start } = await this.#inTurn('summarize', {
      form,
      after: Number(after),
      upTo: Number(upTo),
      ...(filter && { filter }),
    });
    this.#start = start;
    return { summary, ...(rest !== undefined && { rest: toId(rest) }) };
  }

  async readAudit({ after, before, limit }: AuditRange): Promise<LoggedEvent[]> {
    const lines = await this.#call('readAudit', {
      limit,
      ...(after !== undefined && { after: Number(after) }),
      ...(before !== undefined && { before: Number(before) }),
    });
    return splitLines(lines).map((json) => LoggedEvent.parsed(json));
  }

  async erasePayloads(callIds: readonly string[], within?: IdRange): Promise<void> {
    const range = within && { first: Number(within.first), last: Number(within.last) };
    for (let after: number | undefined = -1; after !== undefined;) {
      const part: ErasedPart = await this.#inTurn('erasePayloads', {
        after,
        callIds,
        ...(range && { within: range }),
      });
      after = part.rest;
    }
  }

  async dropEvents(ids: readonly EventId[], lost: readonly LostRange[]): Promise<void> {
    await this.#inTurn('dropEvents', { ids: ids.map(Number), lost: lost.map(rowsOf) });
  }

  has(id: EventId): Promise<boolean> {
    return this.#call('has', Number(id));
  }

  async loadCheckpoint(name: string): Promise<Checkpoint | undefined> {
    return checkpointOf(await this.#call('loadCheckpoint', name));
  }

  async saveCheckpoint(name: string, { asOf, value }: Checkpoint): Promise<void> {
    await this.#call('saveCheckpoint', { name, asOf: Number(asOf), value: JSON.stringify(value) });
  }

  async keepCheckpoints(names: readonly string[]): Promise<void> {
    await this.#call('keepCheckpoints', [...names]);
  }

  async keepState(name: string, { asOf, value }: Checkpoint): Promise<void> {
    await this.#call('keepState', { name, asOf: Number(asOf), value: JSON.stringify(value) });
  }

  async stateAt(name: string, id: EventId): Promise<Checkpoint | undefined> {
    return checkpointOf(await this.#call('stateAt', { name, id: Number(id) }));
  }

  async oldestState(name: string): Promise<Checkpoint | undefined> {
    return checkpointOf(await this.#call('oldestState', name));
  }

  async close(deadline?: AbortSignal): Promise<void> {
    this.#isClosed = true;
    if (this.#thread && !this.#thread.isGone) await this.#thread.close(deadline);
  }

  /** Runs one read at a time, so that a commit waits for at most one of them in the thread. */
  #inTurn<C extends 'read' | 'readPage' | 'summarize' | 'erasePayloads' | 'dropEvents'>(
    call: C,
    argument: SqliteCalls[C]['argument'],
  ): Promise<SqliteCalls[C]['result']> {
    const result = this.#lastRead.then(() => this.#call(call, argument));
    this.#lastRead = result.catch(() => undefined);
    return result;
  }

  async #call<C extends SqliteCall>(
    call: C,
    argument: SqliteCalls[C]['argument'],
  ): Promise<SqliteCalls[C]['result']> {
    if (this.#isClosed) throw new Error('The event store is closed');
    // The thread may have died of an earlier call: a new one opens the file again.
    if (!this.#thread || this.#thread.isGone) await this.#openFile();
    if (!this.#thread) throw new Error('The event store is not open');
    return this.#thread.ask(call, argument);
  }

  /** Starts a thread that opens the file. Concurrent callers share it. */
  #openFile(): Promise<SqliteState> {
    this.#opening ??= this.#startThread().finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  async #startThread(): Promise<SqliteState> {
    const { thread, state } = await SqliteThread.open(this.#options);
    this.#thread = thread;
    this.#start = state.start;
    return state;
  }
}

function rowsOf(range: LostRange): LostRows {
  return { ...range, after: Number(range.after), last: Number(range.last) };
}

function checkpointOf(row: StateRow | undefined): Checkpoint | undefined {
  return row && { asOf: toId(row.asOf), value: JSON.parse(row.value) as unknown };
}
