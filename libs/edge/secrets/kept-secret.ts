import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { PrivateFileError } from './private-file-error.ts';
import { createPrivateFile, readPrivateFile } from './private-file.ts';
import { openPrivateFolder } from './private-folder.ts';

/** 32 bytes in base64url. */
const SECRET = /^[\w-]{43}$/;

/** Error codes for a folder that this process cannot write to. */
const NOT_WRITABLE = ['EACCES', 'EROFS', 'EPERM'];

/**
 * The secret with this name in the data directory (32 random bytes, base64url). It is created at the first start and
 * then stays the same. Without a directory, or (with a warning) when the directory is not writable, each start has a
 * new secret. Throws {@link PrivateFileError} when the file holds something else, or when others can read or replace
 * it.
 */
export function keptSecret(directory: string | null, name: string): string {
  if (directory === null) return newSecret();
  const path = join(directory, name);
  try {
    return checked(path, readKept(path) ?? makeKept(path));
  } catch (error) {
    if (!isNotWritable(error)) throw error;
    new Logger('Crowsnest').warn(`${error.message}. It is kept in memory, until the process ends.`);
    return newSecret();
  }
}

function readKept(path: string): string | undefined {
  const kept = readPrivateFile(path)?.trimEnd();
  if (kept !== undefined) openPrivateFolder(path);
  return kept;
}

function makeKept(path: string): string | undefined {
  createPrivateFile(path, `${newSecret()}\n`);
  return readPrivateFile(path)?.trimEnd();
}

function checked(path: string, kept = ''): string {
  if (SECRET.test(kept)) return kept;
  throw new PrivateFileError(
    path,
    'does not hold a secret of 43 characters: remove it to have a new one made',
  );
}

function isNotWritable(error: unknown): error is PrivateFileError {
  if (!(error instanceof PrivateFileError) || !error.message.includes('cannot be written')) return false;
  const { code } = (error.cause ?? {}) as NodeJS.ErrnoException;
  return code !== undefined && NOT_WRITABLE.includes(code);
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}
