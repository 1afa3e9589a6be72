import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LogError } from '../../log-error.ts';
import { requireLogFile } from '../file/log-file.ts';
import { requireOurs, versionOf } from '../file/sqlite-schema.ts';
import { explainOpenFault, isOfContent } from '../sqlite-faults.ts';
import { copyAtOneMoment } from './copy-at-one-moment.ts';

/** What a copied file is. */
export interface CopiedFile {
  /** The version of its tables. */
  version: number;
}

/**
 * Copies the file of a SQLite log as it was at one moment, whether or not a server uses it. The copy is one file with mode
 * 0600, was checked by SQLite, and appears at its path as a whole. Rejects with a `LogError`, also if the path is taken.
 */
export async function copyLogFile(from: string, to: string): Promise<CopiedFile> {
  requireSource(from);
  const draft = `${to}.${randomUUID()}`;
  try {
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    await copyAtOneMoment(from, draft);
    chmodSync(draft, 0o600);
    const copied = intoOneFile(draft);
    // Unlike a rename, a link does not replace a file.
    linkSync(draft, to);
    return copied;
  } catch (error) {
    if (error instanceof LogError) throw error;
    throw isOfContent(error) ? explainOpenFault(from, error) : explainCopyFault(to, error);
  } finally {
    for (const ending of ['', '-wal', '-shm', '-journal']) removeIfAny(`${draft}${ending}`);
  }
}

/** What fails afterwards is the fault of the place of the copy, or of what the file holds. */
function requireSource(path: string): void {
  try {
    requireLogFile(path);
  } catch (error) {
    throw explainOpenFault(path, error);
  }
}

/** The folder may not be one at all. */
function removeIfAny(path: string): void {
  if (existsSync(path)) rmSync(path, { force: true });
}

/** Moves what the write-ahead log has into the file, and checks every page. */
function intoOneFile(path: string): CopiedFile {
  const db = new DatabaseSync(path);
  try {
    requireOurs(db);
    db.exec('PRAGMA journal_mode = DELETE');
    const verdict = String(db.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check']);
    if (verdict !== 'ok') throw new Error(`file is damaged: ${verdict}`);
    return { version: versionOf(db) };
  } finally {
    db.close();
  }
}

/** Explains why a copy could not be written, and what to do about it. */
function explainCopyFault(path: string, cause: unknown): LogError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const explanation =
    code === 'EEXIST'
      ? `There is a file at ${path} already. Name another one.`
      : `The copy ${path} cannot be written: ${message}. Make space, or give this user write access to its folder, or name another one.`;
  return new LogError('LOG_NOT_WRITABLE', explanation, { cause });
}
