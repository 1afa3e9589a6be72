import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';
import { APPLICATION_ID } from './sqlite-schema.ts';

/** Does not follow a symbolic link and does not block on a named pipe. Windows has neither flag. */
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Every SQLite database begins with this text: https://www.sqlite.org/fileformat.html */
const MAGIC = 'SQLite format 3\0';
const APPLICATION_ID_AT = 68;
/** The header of the schema page: the type of the page, and the number of its entries. */
const PAGE_KIND_AT = 100;
const ENTRIES_AT = 103;
const LEAF = 13;
const HEADER_BYTES = 112;

/**
 * Throws unless the path has no file, an empty file, or a log. Only reads the header and changes nothing: the file may
 * belong to another program.
 */
export function requireLogFile(path: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return;
  requireRegular(stats);
  const file = openSync(path, READ);
  try {
    // The file may have been replaced since `lstat`.
    requireRegular(fstatSync(file));
    requireHeader(file);
  } finally {
    closeSync(file);
  }
}

function requireRegular(stats: Stats): void {
  if (!stats.isFile()) throw new Error(`path is ${kindOf(stats)}`);
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isSymbolicLink()) return 'a symbolic link';
  if (stats.isFIFO()) return 'a named pipe';
  return stats.isSocket() ? 'a socket' : 'a device';
}

function requireHeader(file: number): void {
  const header = Buffer.alloc(HEADER_BYTES);
  const length = readSync(file, header, 0, HEADER_BYTES, 0);
  if (length === 0) return;
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new Error('file is not a database');
  if (header.readUInt32BE(APPLICATION_ID_AT) === APPLICATION_ID) return;
  // A log whose first transaction is still in the write-ahead log has no table in this file yet.
  const isBlank = header[PAGE_KIND_AT] === LEAF && header.readUInt16BE(ENTRIES_AT) === 0;
  if (!isBlank) throw new Error('file is not a Crowsnest log');
}
