import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyLogFile } from '#events';
import { CopyError } from '../log-copy/copy-error.ts';

const SQLITE = 'sqlite:';

/** The path of the file of a log; undefined if it is elsewhere. */
export function fileOf(url: string): string | undefined {
  return url.startsWith(SQLITE) ? url.slice(SQLITE.length) : undefined;
}

/** The URL of the log in a file. */
export function logInFile(path: string): string {
  return SQLITE + path;
}

/** Throws a `CopyError` unless there is a file. */
export function requireFile(path: string): void {
  if (!existsSync(path)) throw new CopyError(`There is no log at ${path}.`);
}

/**
 * Does something with a copy of a file, which stays as it is; the copy is removed afterwards. It lies in the folder for
 * temporary files. Rejects with a `CopyError` or a `LogError`.
 */
export async function withCopyOf<T>(
  path: string,
  work: (copy: { path: string; version: number }) => Promise<T>,
): Promise<T> {
  requireFile(path);
  const folder = await mkdtemp(join(tmpdir(), 'crowsnest-log-')).catch(refuseFolder);
  try {
    const copy = join(folder, 'events.db');
    const { version } = await copyLogFile(path, copy);
    return await work({ path: copy, version });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function refuseFolder({ message }: Error): never {
  throw new CopyError(
    `There is no place for a copy of the log: ${message}. Name another folder with TMPDIR.`,
  );
}
