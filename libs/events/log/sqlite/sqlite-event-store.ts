import { Worker } from 'node:worker_threads';
import { toolOf, type EventId, type EventType } from '#contract';
import { LoggedEvent } from '../../logged-event.ts';
import type { FramePage } from '../../event-frames.ts';
import type { Checkpoint, FramesRequest, ReadRequest } from '../event-log.ts';
import type { EventStore, Retention, StoreState } from '../event-store.ts';
import type { LostRange } from '../lost-ranges.ts';
import { explainOpenFault } from './sqlite-faults.ts';
import type {
  EventRow,
  SqliteCall,
  SqliteCalls,
  SqliteReply,
  SqliteState,
  StoredRow,
} from './sqlite-protocol.ts';

// From the sources Node strips the types itself; in a build the worker lies beside this file as JavaScript.
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? './sqlite-worker.ts' : './sqlite-worker.js',
  import.meta.url,
);

interface Waiting {
  worker: Worker;
  resolve: (result: never) => void;
  reject: (error: Error) => void;
}

/** Keeps events in a database file, through Node's own SQLite in a worker thread. */
export class SqliteEventStore implements EventStore {
  readonly #waiting = new Map<number, Waiting>();
  #seq = 0;
  #start = 0;
  #worker: Worker | undefined;
  #opening: Promise<SqliteState> | undefined;
  #isClosed = false;

  constructor(
    private readonly path: string,
    private readonly retention: Retention,
  ) {}

  get start(): EventId {
    return toId(this.#start);
  }

  async open(): Promise<StoreState> {
    const { last, since, lost } = await this.#openFile();
    return {
      last: toId(last),
      since,
      lost: lost.map((range) => ({ after: toId(range.after), last: toId(range.last) })),
    };
  }

  async append(events: readonly LoggedEvent[], lost: readonly LostRange[]): Promise<void> {
    this.#start = await this.#call('append', {
      rows: events.map(toRow),
      lost: lost.map(({ after, last }) => ({ after: Number(after), last: Number(last) })),
    });
  }

  async read({ after, before, limit, filter }: ReadRequest): Promise<LoggedEvent[]> {
    const { rows, start } = await this.#call('read', {
      limit,
      ...(after !== undefined && { after: rowUpTo(after) }),
      ...(before !== undefined && { before: isForeign(before) ? rowUpTo(before) + 1 : Number(before) }),
      ...(filter && { filter }),
    });
    this.#start = start;
    return rows.map(toLoggedEvent);
  }

  async readFrames({ after, upTo, filter }: FramesRequest): Promise<FramePage> {
    const { frames, last, isFull, start } = await this.#call('readFrames', {
      after: rowUpTo(after),
      upTo: rowUpTo(upTo),
      ...(filter && { filter }),
    });
    this.#start = start;
    return {
      frames,
      last: last === undefined ? undefined : toId(last),
      isFull,
      release: () => void frames.buffer.transfer(0),
    };
  }

  has(id: EventId): Promise<boolean> {
    return isForeign(id) ? Promise.resolve(false) : this.#call('has', Number(id));
  }

  async loadCheckpoint(name: string): Promise<Checkpoint | undefined> {
    const row = await this.#call('loadCheckpoint', name);
    return row && { asOf: toId(row.asOf), value: JSON.parse(row.value) as unknown };
  }

  async saveCheckpoint(name: string, { asOf, value }: Checkpoint): Promise<void> {
    await this.#call('saveCheckpoint', { name, asOf: Number(asOf), value: JSON.stringify(value) });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const worker = this.#worker;
    if (!worker) return;
    try {
      await this.#ask(worker, 'close', undefined);
    } finally {
      await worker.terminate();
    }
  }

  async #call<C extends SqliteCall>(
    call: C,
    argument: SqliteCalls[C]['argument'],
  ): Promise<SqliteCalls[C]['result']> {
    if (this.#isClosed) throw new Error('The event store is closed');
    // The thread may have died of what it was asked: a new one opens the file again.
    if (!this.#worker) await this.#openFile();
    if (!this.#worker) throw new Error('The event store is not open');
    return this.#ask(this.#worker, call, argument);
  }

  /** Starts a thread that has the file open; all who need one at a time share it. */
  #openFile(): Promise<SqliteState> {
    this.#opening ??= this.#startWorker().finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  async #startWorker(): Promise<SqliteState> {
    const worker = new Worker(WORKER, { name: 'crowsnest-log' });
    worker.on('message', (reply: SqliteReply) => this.#settle(reply));
    worker.on('error', (error: Error) => this.#failAll(worker, error));
    worker.on('exit', (code) => this.#failAll(worker, new Error(`the log's thread ended (${code})`)));
    try {
      const state = await this.#ask(worker, 'open', { path: this.path, ...this.retention });
      this.#start = state.start;
      this.#worker = worker;
      return state;
    } catch (error) {
      await worker.terminate();
      throw explainOpenFault(this.path, error);
    }
  }

  #ask<C extends SqliteCall>(
    worker: Worker,
    call: C,
    argument: SqliteCalls[C]['argument'],
  ): Promise<SqliteCalls[C]['result']> {
    this.#seq += 1;
    const seq = this.#seq;
    return new Promise((resolve, reject) => {
      this.#waiting.set(seq, { worker, resolve, reject });
      worker.postMessage({ seq, call, argument });
    });
  }

  #settle(reply: SqliteReply): void {
    const waiting = this.#waiting.get(reply.seq);
    this.#waiting.delete(reply.seq);
    if ('error' in reply) waiting?.reject(Object.assign(new Error(reply.error.message), reply.error));
    else waiting?.resolve(reply.result as never);
  }

  /** The thread is gone, and with it every answer that it owed. */
  #failAll(worker: Worker, error: Error): void {
    if (this.#worker === worker) this.#worker = undefined;
    for (const [seq, waiting] of this.#waiting) {
      if (waiting.worker !== worker) continue;
      this.#waiting.delete(seq);
      waiting.reject(error);
    }
  }
}

function toRow({ id, type, json, event }: LoggedEvent): EventRow {
  const { timestamp, tenantId: tenant, sessionId: session } = event;
  return {
    id: Number(id),
    time: Date.parse(timestamp),
    type,
    tenant,
    session,
    tool: toolOf(event) ?? null,
    json,
  };
}

function toLoggedEvent({ id, type, json }: StoredRow): LoggedEvent {
  return LoggedEvent.stored(toId(id), type as EventType, json);
}

function toId(id: number): EventId {
  return String(id) as EventId;
}

/** Whether an id has the form of another engine, `ms-seq`. */
function isForeign(id: EventId): boolean {
  return id.includes('-');
}

/** The greatest row number that does not come after an id, of whatever form. */
function rowUpTo(id: EventId): number {
  return Number(id.split('-', 1)[0]);
}
