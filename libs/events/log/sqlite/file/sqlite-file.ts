import { DatabaseSync } from 'node:sqlite';
import { holdsId } from '../../../encoding/json-lines.ts';
import type {
  Batch,
  ErasedPart,
  EraseRequest,
  FoundLines,
  LinePage,
  LostRows,
  LinePageRequest,
  ReadLinesRequest,
  SqliteCalls,
  SqliteOptions,
  SqliteState,
  StateRow,
  SummarizeRequest,
  SummaryLines,
} from './sqlite-protocol.ts';
import { StoredAudit } from './sqlite-audit.ts';
import { StoredPayloads } from './removal/sqlite-payloads.ts';
import { StoredStates } from './sqlite-states.ts';
import { SqliteSummarizer } from './reading/sqlite-summarizer.ts';
import { DatabasePath } from './sqlite-path.ts';
import { BatchReader } from './reading/sqlite-reader.ts';
import { migrate, requireOurs } from './sqlite-schema.ts';
import { SqliteWriter } from './sqlite-writer.ts';

/** Milliseconds between two checks for expired events while nothing is written. */
const TRIM_EVERY_MS = 60_000;

type Handlers = {
  [C in keyof SqliteCalls]: (argument: SqliteCalls[C]['argument']) => SqliteCalls[C]['result'];
};

/** An open database with its writer and its readers. */
interface OpenDatabase {
  db: DatabaseSync;
  writer: SqliteWriter;
  reader: BatchReader;
  summarizer: SqliteSummarizer;
  states: StoredStates;
  payloads: StoredPayloads;
  audit: StoredAudit;
}

/** The database file of a log. Only one process can have it open at a time. */
export class SqliteFile implements Handlers {
  #open: OpenDatabase | undefined;
  #options: SqliteOptions = { path: '', maxEvents: 0, maxAgeMs: 0 };
  #path = new DatabasePath('');
  /** Whether the file was found missing at its path. */
  #isGone = false;
  #timer: NodeJS.Timeout | undefined;

  open(options: SqliteOptions): SqliteState {
    this.#options = options;
    this.#path = new DatabasePath(options.path);
    this.#path.prepare();
    const db = new DatabaseSync(options.path);
    try {
      return this.#take(db);
    } catch (error) {
      this.#open = undefined;
      db.close();
      throw error;
    }
  }

  append({ batches, lost }: { batches: Batch[]; lost: LostRows[] }): number {
    // The file is closed after a copy was put in its place, or after an attempt to open it failed.
    if (!this.#open) this.open(this.#options);
    if (this.#isGone) this.#restore();
    const { writer } = this.#opened;
    writer.append(batches, lost, () => this.#requireInPlace());
    return writer.start;
  }

  read(request: ReadLinesRequest): FoundLines & { start: number } {
    const { reader, writer } = this.#opened;
    return { ...reader.read(request), start: writer.start };
  }

  readPage(request: LinePageRequest): LinePage & { start: number } {
    const { reader, writer } = this.#opened;
    return { ...reader.readPage(request), start: writer.start };
  }

  summarize(request: SummarizeRequest): SummaryLines & { start: number } {
    const { summarizer, writer } = this.#opened;
    return { ...summarizer.summarize(request, writer), start: writer.start };
  }

  has(id: number): boolean {
    const batch = this.#opened.db
      .prepare('SELECT events FROM batches WHERE first <= ? ORDER BY first DESC LIMIT 1')
      .get(id);
    return batch !== undefined && holdsId(String(batch['events']), String(id));
  }

  readAudit(range: Omit<ReadLinesRequest, 'filter'>): string {
    return this.#opened.audit.read(range);
  }

  erasePayloads(request: EraseRequest): ErasedPart {
    return this.#opened.payloads.erase(request);
  }

  dropEvents({ ids, lost }: { ids: number[]; lost: LostRows[] }): undefined {
    const { writer, summarizer } = this.#opened;
    writer.drop(ids, lost);
    summarizer.forgetBetween(ids[0] ?? 0, ids.at(-1) ?? 0);
  }

  loadCheckpoint(name: string): StateRow | undefined {
    const row = this.#opened.db.prepare('SELECT as_of, value FROM checkpoints WHERE name = ?').get(name);
    return row && { asOf: Number(row['as_of']), value: String(row['value']) };
  }

  saveCheckpoint({ name, asOf, value }: StateRow & { name: string }): undefined {
    this.#opened.db
      .prepare('INSERT OR REPLACE INTO checkpoints (name, as_of, value) VALUES (?, ?, ?)')
      .run(name, asOf, value);
  }

  keepCheckpoints(names: string[]): undefined {
    const { db } = this.#opened;
    db.prepare('DELETE FROM checkpoints WHERE name NOT IN (SELECT value FROM json_each(?))').run(
      JSON.stringify(names),
    );
  }

  keepState({ name, ...state }: StateRow & { name: string }): undefined {
    this.#opened.states.keep(name, state);
  }

  stateAt({ name, id }: { name: string; id: number }): StateRow | undefined {
    return this.#opened.states.at(name, id);
  }

  oldestState(name: string): StateRow | undefined {
    return this.#opened.states.oldest(name);
  }

  close(): undefined {
    clearInterval(this.#timer);
    const db = this.#open?.db;
    this.#open = undefined;
    if (db && this.#path.isGone) this.#path.restore(db);
    db?.close();
  }

  get #opened(): OpenDatabase {
    if (!this.#open) throw new Error('The database is not open');
    return this.#open;
  }

  #take(db: DatabaseSync): SqliteState {
    // SQLite holds the lock until the process ends, for whatever reason. A second process fails at once.
    db.exec('PRAGMA locking_mode = EXCLUSIVE;');
    requireOurs(db);
    // From here on the file is known to be a log of ours, so it may be changed.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    const { start, since } = migrate(db);
    this.#path.claim();
    this.#isGone = false;
    const writer = new SqliteWriter(db, this.#options, start);
    writer.expireAllPayloads();
    const reader = new BatchReader(db);
    const summarizer = new SqliteSummarizer(db, reader);
    this.#open = {
      db,
      writer,
      reader,
      summarizer,
      states: new StoredStates(db),
      payloads: new StoredPayloads(db),
      audit: new StoredAudit(db),
    };
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#trimWhenIdle(), TRIM_EVERY_MS).unref();
    const lost = db
      .prepare('SELECT position AS after, last, "from", "to", missing FROM lost ORDER BY position')
      .all() as unknown as LostRows[];
    return { start, last: writer.last, since, lost };
  }

  #requireInPlace(): void {
    this.#isGone = this.#path.isGone;
    if (this.#isGone) throw this.#path.goneError;
  }

  /**
   * Restores a file that was deleted or moved. The database is still open, so a copy of it takes the old place and
   * nothing is lost.
   */
  #restore(): void {
    const { db } = this.#opened;
    if (this.#path.isGone) {
      this.#path.restore(db);
      this.#open = undefined;
      db.close();
      this.open(this.#options);
    }
    this.#isGone = false;
  }

  #trimWhenIdle(): void {
    try {
      this.#open?.writer.trim();
      this.#open?.writer.expireAllPayloads();
    } catch {
      // For example, the disk is full: the next commit fails too and reports it.
    }
  }
}
