import { lstatSync, type Stats } from 'node:fs';
import { PrivateFileError } from './private-file-error.ts';

/** Whether files have an owner and a mode on this platform. Windows uses access lists instead. */
const HAS_MODES = process.platform !== 'win32';

/** Throws when the path names anything other than a regular file, including a link to one. */
export function requireRegular(path: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats && !stats.isFile()) throw new PrivateFileError(path, 'is not a regular file: remove it');
}

/** Throws unless the file belongs to the user of this process, and nobody else may read or write it. */
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

/** Throws when every user may create or replace files in the folder. */
export function requireNotOpen(folder: string, { mode }: Stats): void {
  const isOpen = (mode & 0o002) !== 0;
  // In a sticky folder such as /tmp nobody can replace the files of others, and the owner of each file is checked.
  const isSticky = (mode & 0o1000) !== 0;
  if (!HAS_MODES || !isOpen || isSticky) return;
  throw new PrivateFileError(
    folder,
    'can be written by every user of this machine, who could put keys there: run chmod o-w on it, or name a folder ' +
      'of your own with CROWSNEST_LOG (signIn.dataDirectory)',
  );
}
