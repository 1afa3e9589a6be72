import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Milliseconds between two looks. The path is looked at, and not watched: an editor or an orchestrator may put another
 * file there, or change a link on the way to it.
 */
const LOOK_MS = 400;

/**
 * Calls back once, and then whenever something else is at a path, or nothing any more. So it also tells of what has changed
 * before the first look. It goes on until the process ends, and does not keep it.
 */
export async function watchPath(path: string, changed: () => void): Promise<void> {
  for (let seen = ''; ; await pause(LOOK_MS, undefined, { ref: false })) {
    const now = await lookAt(path);
    if (now === seen) continue;
    seen = now;
    changed();
  }
}

/** A text that is another one as soon as the path leads to another file, or the file was written. */
async function lookAt(path: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join();
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}
