import type { Readable } from 'node:stream';

/** Takes a chunk. While its promise is pending, nothing more is read. */
type Take<Chunk> = (chunk: Chunk) => void | Promise<unknown>;

/**
 * Passes on what a stream contains, chunk by chunk, and resolves once the last one is taken. Rejects with the error of the
 * stream, or of `take`, which ends the reading; a stream that is closed before its end has failed too. What was read before
 * is taken first.
 *
 * A listener costs far less than an asynchronous iterator, which needs several promises and listeners for each stream.
 */
export function readChunks<Chunk extends Buffer | string>(
  stream: Readable,
  take: Take<Chunk>,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let taking: Promise<unknown> | undefined;
  const refuse = (error: unknown): void => {
    reject(error);
    stream.destroy();
  };
  const goOn = (): void => {
    taking = undefined;
    stream.resume();
  };
  /** A stream ends while its last chunk is taken, although it is paused. */
  const onceTaken = (settle: () => void): void => {
    if (taking) taking.then(settle, reject);
    else settle();
  };
  stream.on('data', (chunk: Chunk) => {
    try {
      taking = take(chunk) || undefined;
    } catch (error) {
      refuse(error);
    }
    if (!taking) return;
    stream.pause();
    taking.then(goOn, refuse);
  });
  stream.on('end', () => onceTaken(resolve));
  stream.on('error', (error) => onceTaken(() => reject(error)));
  stream.on('close', () => {
    // Most streams have ended by then, and an error costs more than all the rest here.
    if (!stream.readableEnded) onceTaken(() => reject(new Error('The stream was closed before its end')));
  });
  return promise;
}
