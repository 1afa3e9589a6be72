import { chmodSync, closeSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { requireLogFile } from './log-file.ts';

/**
 * The path of a database file, and which file it named when that was opened. SQLite goes on with a file
 * that was deleted or moved away, and what it writes is gone with the process.
 */
export class FilePlace {
  readonly #path: string;
  #file: string | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Makes the file where there is none, for its owner alone. Throws when what is there is no log. */
  prepare(): void {
    requireLogFile(this.#path);
    makeFile(this.#path);
  }

  /** The database is open and a log: the path should go on naming this file, and nobody else reads it. */
  settle(): void {
    if ((statSync(this.#path).mode & 0o077) !== 0) chmodSync(this.#path, 0o600);
    this.#file = identify(this.#path);
  }

  /** Whether the path no longer names the file. */
  get isLeft(): boolean {
    return identify(this.#path) !== this.#file;
  }

  /** What is wrong when it is left. */
  get leftError(): Error {
    return new Error(`its file ${this.#path} was deleted, moved or replaced`);
  }

  /**
   * Puts a whole copy of the database, which is still open, where it was. Open that one then. Throws when
   * something else has come there: it may be somebody's log.
   */
  putBack(db: DatabaseSync): void {
    if (identify(this.#path) !== undefined)
      throw new Error(`another file lies at ${this.#path}: move it away, and the log is put back there`);
    const copy = `${this.#path}.copy`;
    rmSync(copy, { force: true });
    makeFile(copy);
    db.prepare('VACUUM INTO ?').run(copy);
    // The log of changes belongs to the old file: left beside the copy, SQLite would take it for the copy's.
    rmSync(`${this.#path}-wal`, { force: true });
    renameSync(copy, this.#path);
  }
}

function makeFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
}

function identify(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && `${stat.dev}:${stat.ino}`;
}
