import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { requireNotOpen } from './file-owner.ts';

/**
 * Creates the folder of a file for its owner only, if it does not exist. Throws when every user may write to the
 * folder.
 */
export function openPrivateFolder(path: string): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  requireNotOpen(folder, statSync(folder));
}
