import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { PrivateFileError, readPrivateFile, writePrivateFile } from './private-file.ts';

/** 32 bytes in base64url. */
const SECRET = /^[\w-]{43}$/;

/**
 * The secret of that name in the data directory (32 random bytes, base64url), made at the first start and
 * the same ever after; a new one each time when there is no directory.
 * Throws {@link PrivateFileError} when the file holds something else or can be read by others.
 */
export function keptSecret(directory: string | null, name: string): string {
  if (directory === null) return newSecret();
  const path = join(directory, name);
  const kept = readPrivateFile(path)?.trimEnd();
  if (kept === undefined) {
    const secret = newSecret();
    writePrivateFile(path, `${secret}\n`);
    return secret;
  }
  if (!SECRET.test(kept)) {
    throw new PrivateFileError(
      path,
      'does not hold a secret of 43 characters: remove it to have a new one made',
    );
  }
  return kept;
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}
