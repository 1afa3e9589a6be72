import type { Writable } from 'node:stream';

/**
 * Lets the server go on when nobody reads its output any more: a collector of logs that has ended, or a terminal that was
 * closed. What is written then is lost.
 */
export function outliveReaders(outputs: readonly Writable[] = [process.stdout, process.stderr]): void {
  for (const output of outputs) output.on('error', () => undefined);
}
