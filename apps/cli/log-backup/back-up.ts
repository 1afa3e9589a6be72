import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { copyLogFile, type LogOptions } from '#events';
import { CopyError } from '../log-copy/copy-error.ts';
import { copyLog, type CopyRequest } from '../log-copy/copy-log.ts';
import { fileOf, logInFile, requireFile, withCopyOf } from './log-place.ts';

/** What is backed up, and to where. */
export interface BackupRequest extends Pick<CopyRequest, 'signal' | 'copied'> {
  /** The URL of the log. */
  log: string;
  /** The path of the backup. */
  file: string;
  options: LogOptions;
}

/**
 * Writes a log as it is now into a new file, while servers go on with it. Rejects with a `CopyError` or a `LogError`; then
 * there is no file.
 */
export async function backUp({ log, file, ...rest }: BackupRequest): Promise<void> {
  if (existsSync(file)) throw new CopyError(`There is a file at ${file} already. Name another one.`);
  const path = fileOf(log);
  if (path !== undefined) {
    requireFile(path);
    await copyLogFile(path, file);
    return;
  }
  try {
    await copyLog({ from: log, to: logInFile(file), mayBeInUse: true, ...rest });
  } catch (error) {
    for (const ending of ['', '-wal']) await rm(`${file}${ending}`, { force: true });
    throw error;
  }
}

/** Writes a backup into an empty log. The backup stays as it is. Rejects with a `CopyError` or a `LogError`. */
export async function restore({ log, file, ...rest }: BackupRequest): Promise<void> {
  requireFile(file);
  const path = fileOf(log);
  if (path === undefined)
    return withCopyOf(
      file,
      async (copy) => void (await copyLog({ from: logInFile(copy.path), to: log, ...rest })),
    );
  for (const taken of [path, `${path}-wal`].filter((one) => existsSync(one)))
    throw new CopyError(`There is a file at ${taken} already. Stop the server, and move the file away.`);
  await copyLogFile(file, path);
}
