import { randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { requireOwn, requireRegular } from './file-owner.ts';
import { PrivateFileError } from './private-file-error.ts';
import { openPrivateFolder } from './private-folder.ts';

/** What is kept here is small: a longer file is none of ours. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Neither follows a link nor waits for the other end of a pipe. Windows has no such flags. */
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Reads a file that nobody but its owner may read; `undefined` when there is none. Throws {@link PrivateFileError} when
 * others may read it too, have made it, or could have put it there.
 */
export function readPrivateFile(path: string): string | undefined {
  const file = open(path);
  if (file === undefined) return undefined;
  try {
    const stats = fstatSync(file);
    requireOwn(path, stats);
    if (stats.size > MAX_BYTES) throw new PrivateFileError(path, 'is too large to be one of ours: remove it');
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

/** Makes a file with mode 0600; does nothing where there is one already. */
export function createPrivateFile(path: string, text: string): void {
  const draft = `${path}.${randomUUID()}`;
  try {
    openPrivateFolder(path);
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: true });
    // A link does not replace what another process has made in the meantime.
    linkSync(draft, path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw notWritten(path, cause);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Replaces the file as a whole, so that a crash leaves the old or the new one; mode 0600. */
export async function replacePrivateFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    openPrivateFolder(path);
    await writeFile(draft, text, { mode: 0o600, flag: 'wx', flush: true });
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true });
    throw notWritten(path, cause);
  }
}

function open(path: string): number | undefined {
  try {
    requireRegular(path);
    return openSync(path, READ);
  } catch (cause) {
    if (cause instanceof PrivateFileError) throw cause;
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new PrivateFileError(path, `cannot be read: ${String(cause)}`, { cause });
  }
}

function notWritten(path: string, cause: unknown): PrivateFileError {
  if (cause instanceof PrivateFileError) return cause;
  return new PrivateFileError(path, `cannot be written: ${String(cause)}`, { cause });
}
