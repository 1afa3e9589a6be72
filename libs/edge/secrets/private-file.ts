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

/** Larger files are refused, because Crowsnest keeps only small ones. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Neither follows a link nor waits for the writer of a pipe. Windows does not have these flags. */
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Reads a file that only its owner may read; `undefined` when it does not exist. Throws {@link PrivateFileError} when
 * others can read it, have created it, or could have put it there.
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

/** Creates a file with mode 0600. Does nothing when the file exists. */
export function createPrivateFile(path: string, text: string): void {
  const draft = `${path}.${randomUUID()}`;
  try {
    openPrivateFolder(path);
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: true });
    // Unlike a rename, a link does not replace a file that another process has created in the meantime.
    linkSync(draft, path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw notWritten(path, cause);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Replaces the whole file with mode 0600, so that after a crash either the old or the new file exists. */
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
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new PrivateFileError(path, `cannot be read: ${remedyOf(code)} (${String(cause)})`, { cause });
  }
}

function remedyOf(code: string | undefined): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'give this user access to the file and its folder, or name a log elsewhere with CROWSNEST_LOG';
    case 'ENOTDIR':
      return 'its folder is a file; name a log elsewhere with CROWSNEST_LOG';
    default:
      return 'check the disk';
  }
}

function notWritten(path: string, cause: unknown): PrivateFileError {
  if (cause instanceof PrivateFileError) return cause;
  return new PrivateFileError(path, `cannot be written: ${String(cause)}`, { cause });
}
