import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { requireNotOpen } from './file-owner.ts';

/** Makes the folder of a file where there is none, for its owner alone. Throws where everybody may write into it. */
export function openPrivateFolder(path: string): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  requireNotOpen(folder, statSync(folder));
}
