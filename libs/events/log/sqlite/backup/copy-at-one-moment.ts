import { closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { LogError } from '../../log-error.ts';

/** The header of a write-ahead log has two salts, which change whenever SQLite begins it anew. */
const HEADER_BYTES = 32;

/**
 * Number of attempts. One fails only if the server wrote a whole write-ahead log (4 MB) while the file was copied.
 */
const ATTEMPTS = 20;

/**
 * Copies a database and its write-ahead log so that both together are the database at one moment. Another process may
 * write to it: it alone holds the lock, so SQLite's own backup cannot be used from here.
 *
 * While the write-ahead log is the same one, each page that SQLite moves from it to the file is still in it. So a file that
 * was copied in the middle of that is put right by the write-ahead log that is copied after it, as after a crash.
 */
export async function copyAtOneMoment(from: string, to: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = generationOf(from);
    await copyFile(from, to, constants.COPYFILE_FICLONE);
    await copyIfAny(`${from}-wal`, `${to}-wal`);
    if (generationOf(from) === before) return;
  }
  throw new LogError(
    'LOG_IN_USE',
    `The event log ${from} changes faster than it can be copied. Try again when fewer events come, or stop the server.`,
  );
}

/** What stays the same as long as the write-ahead log is the same one. */
function generationOf(path: string): string {
  const { dev, ino, size, mtimeNs } = statSync(path, { bigint: true });
  const header = headerOf(`${path}-wal`);
  // Without a write-ahead log nothing may have been moved from one in the meantime.
  return header === '' ? `${dev}:${ino}:${size}:${mtimeNs}` : `${dev}:${ino}:${header}`;
}

function headerOf(path: string): string {
  try {
    const file = openSync(path, 'r');
    try {
      const header = Buffer.alloc(HEADER_BYTES);
      return header.toString('hex', 0, readSync(file, header, 0, HEADER_BYTES, 0));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

async function copyIfAny(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE);
  } catch (error) {
    // A server that ends removes it; the attempt is then repeated.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
