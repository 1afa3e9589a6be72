import { Worker } from 'node:worker_threads';
import { toolOf, type EventId, type EventType } from '#contract';
import { LoggedEvent } from '../../logged-event.ts';
import type { Checkpoint, ReadRequest } from '../event-log.ts';
import type { EventStore, Retention, StoreState } from '../event-store.ts';
import { explainOpenFault } from './sqlite-faults.ts';
import type { EventRow, SqliteCall, SqliteCalls, SqliteReply, StoredRow } from './sqlite-protocol.ts';

// From the sources Node strips the types itself; in a build the worker lies beside this file as JavaScript.
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? './sqlite-worker.ts' : './sqlite-worker.js',
  import.meta.url,
);

interface Waiting {
  resolve: (result: never) => void;
  reject: (error: Error) => void;
}

/** Keeps events in a database file, through Node's own SQLite in a worker thread. */
export class SqliteEventStore implements EventStore {
  readonly #waiting = new Map<number, Waiting>();
  #seq = 0;
  #start = 0;
  #worker: Worker | undefined;

  constructor(
    private readonly path: string,
    private readonly retention: Retention,
  ) {}

  get start(): EventId {
    return toId(this.#start);
  }

  async open(): Promise<StoreState> {
    const worker = new Worker(WORKER, { name: 'crowsnest-log' });
    this.#worker = worker;
    worker.on('message', (reply: SqliteReply) => this.#settle(reply));
    worker.on('error', (error: Error) => this.#failAll(error));
    worker.on('exit', (code) => this.#failAll(new Error(`The log's worker thread ended (${code})`)));
    try {
      const { start, last, since } = await this.#call('open', { path: this.path, ...this.retention });
      this.#start = start;
      return { last: toId(last), since };
    } catch (error) {
      await worker.terminate();
      throw explainOpenFault(this.path, error);
    }
  }

  async append(events: readonly LoggedEvent[]): Promise<void> {
    // The thread may have died of what it was asked: a new one opens the file again.
    if (!this.#worker) await this.open();
    this.#start = await this.#call('append', events.map(toRow));
  }

  async read({ after, before, limit, filter }: ReadRequest): Promise<LoggedEvent[]> {
    const { rows, start } = await this.#call('read', {
      limit,
      ...(after !== undefined && { after: Number(after) }),
      ...(before !== undefined && { before: Number(before) }),
      ...(filter && { filter }),
    });
    this.#start = start;
    return rows.map(toLoggedEvent);
  }

  has(id: EventId): Promise<boolean> {
    return this.#call('has', Number(id));
  }

  async loadCheckpoint(name: string): Promise<Checkpoint | undefined> {
    const row = await this.#call('loadCheckpoint', name);
    return row && { asOf: toId(row.asOf), value: JSON.parse(row.value) as unknown };
  }

  async saveCheckpoint(name: string, { asOf, value }: Checkpoint): Promise<void> {
    await this.#call('saveCheckpoint', { name, asOf: Number(asOf), value: JSON.stringify(value) });
  }

  async close(): Promise<void> {
    await this.#call('close', undefined);
    await this.#worker?.terminate();
  }

  #call<C extends SqliteCall>(
    call: C,
    argument: SqliteCalls[C]['argument'],
  ): Promise<SqliteCalls[C]['result']> {
    const worker = this.#worker;
    if (!worker) return Promise.reject(new Error('The event store is not open'));
    this.#seq += 1;
    const seq = this.#seq;
    return new Promise((resolve, reject) => {
      this.#waiting.set(seq, { resolve, reject });
      worker.postMessage({ seq, call, argument });
    });
  }

  #settle(reply: SqliteReply): void {
    const waiting = this.#waiting.get(reply.seq);
    this.#waiting.delete(reply.seq);
    if ('error' in reply) waiting?.reject(Object.assign(new Error(reply.error.message), reply.error));
    else waiting?.resolve(reply.result as never);
  }

  #failAll(error: Error): void {
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
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
