import { mkdir, writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import { dirname } from 'node:path';

let session: Session | undefined;

/** Starts a CPU profile of this thread, so that it covers the measured work without the start and the warm-up. */
export async function beginProfile(): Promise<void> {
  session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
}

/** Ends the profile, and writes it to a file that Chrome DevTools and most editors can open. */
export async function endProfile(file: string): Promise<void> {
  const ended = await session?.post('Profiler.stop');
  session?.disconnect();
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(ended?.profile));
}
