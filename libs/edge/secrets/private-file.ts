import { randomUUID } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A file that holds secrets cannot be used as it is; the message says why and how to mend it. */
export class PrivateFileError extends Error {
  readonly code = 'PRIVATE_FILE';

  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`${path} ${problem}`, options);
    this.name = 'PrivateFileError';
  }
}

/**
 * Reads a file that nobody but its owner may read; `undefined` when there is none.
 * Throws {@link PrivateFileError} when others may read it too.
 */
export function readPrivateFile(path: string): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return undefined;
  if (!stats.isFile()) throw new PrivateFileError(path, 'is not a regular file: remove it');
  if (process.platform !== 'win32' && (stats.mode & 0o077) !== 0) {
    throw new PrivateFileError(
      path,
      'can be read by others: remove it, or run chmod 600 on it if nobody has',
    );
  }
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new PrivateFileError(path, `cannot be read: ${String(cause)}`, { cause });
  }
}

/** Replaces the file as a whole, so that a crash leaves the old or the new one; mode 0600. */
export function writePrivateFile(path: string, text: string): void {
  const draft = `${path}.${randomUUID()}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: true });
    renameSync(draft, path);
  } catch (cause) {
    rmSync(draft, { force: true });
    throw new PrivateFileError(path, `cannot be written: ${String(cause)}`, { cause });
  }
}
