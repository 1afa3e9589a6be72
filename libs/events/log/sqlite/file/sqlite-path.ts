import { chmodSync, closeSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { requireLogFile } from './log-file.ts';

/**
 * The path of a database file, and the identity of the file that was opened there. When the file is deleted or moved
 * away, SQLite continues to write to it, and that data is lost when the process ends.
 */
export class DatabasePath {
  readonly #path: string;
  #file: string | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Creates the file if there is none, readable by its owner only. Throws when the path holds anything but a log. */
  prepare(): void {
    requireLogFile(this.#path);
    makeFile(this.#path);
  }

  /**
   * Remembers which file the path names, and makes it readable by its owner only. Call it once the database is open and
   * known to be a log.
   */
  claim(): void {
    if ((statSync(this.#path).mode & 0o077) !== 0) chmodSync(this.#path, 0o600);
    this.#file = identify(this.#path);
  }

  /** Whether the path no longer names the opened file. */
  get isGone(): boolean {
    return identify(this.#path) !== this.#file;
  }

  /** The error to report when the file is gone. */
  get goneError(): Error {
    return new Error(`its file ${this.#path} was deleted, moved or replaced`);
  }

  /**
   * Writes a full copy of the open database to the path; the caller then opens that copy. Throws when another file is
   * there now, because it may be another log.
   */
  restore(db: DatabaseSync): void {
    if (identify(this.#path) !== undefined)
      throw new Error(`another file lies at ${this.#path}: move it away, and the log is put back there`);
    const copy = `${this.#path}.copy`;
    rmSync(copy, { force: true });
    makeFile(copy);
    db.prepare('VACUUM INTO ?').run(copy);
    // The write-ahead log belongs to the old file: SQLite would apply it to the copy.
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
