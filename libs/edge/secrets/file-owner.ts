import { lstatSync, type Stats } from 'node:fs';
import { PrivateFileError } from './private-file-error.ts';

/** Whether files have an owner and a mode here; Windows has access lists. */
const HAS_MODES = process.platform !== 'win32';

/** Throws where the path names something else than a regular file, also for a link to one. */
export function requireRegular(path: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats && !stats.isFile()) throw new PrivateFileError(path, 'is not a regular file: remove it');
}

/** Throws unless the file belongs to this process's user, and nobody else may read or write it. */
export function requireOwn(path: string, { uid, mode }: Stats): void {
  if (!HAS_MODES) return;
  const user = process.geteuid?.();
  if (uid !== user) {
    const problem = `belongs to another user (${uid}; this process runs as ${user}): remove it, or give it to that user`;
    throw new PrivateFileError(path, problem);
  }
  if ((mode & 0o077) !== 0)
    throw new PrivateFileError(
      path,
      'can be read by others: remove it, or run chmod 600 on it if nobody has',
    );
}

/** Throws where everybody may put files into the folder, or exchange them. */
export function requireNotOpen(folder: string, { mode }: Stats): void {
  const isOpen = (mode & 0o002) !== 0;
  // In a folder such as /tmp nobody can exchange the files of others, and their owner is looked at.
  const isSticky = (mode & 0o1000) !== 0;
  if (!HAS_MODES || !isOpen || isSticky) return;
  throw new PrivateFileError(
    folder,
    'can be written by every user of this machine, who could put keys there: run chmod o-w on it, or name a folder ' +
      'of your own with CROWSNEST_LOG (signIn.dataDirectory)',
  );
}
