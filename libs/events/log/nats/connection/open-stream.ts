import type { JetStreamManager, StreamConfig, StreamInfo } from '@nats-io/jetstream';
import { apiCodeOf, STREAM_EXISTS, STREAM_NOT_FOUND, SUBJECTS_OVERLAP } from './nats-api-codes.ts';

/** The settings of a stream that is created. */
export type NewStream = Partial<StreamConfig> & { name: string };

/** The stream as the server reports it; undefined if it is missing. */
export async function streamInfo(manager: JetStreamManager, name: string): Promise<StreamInfo | undefined> {
  try {
    return await manager.streams.info(name);
  } catch (error) {
    if (apiCodeOf(error) === STREAM_NOT_FOUND) return undefined;
    throw error;
  }
}

/** The stream as the server reports it. It is created if it is missing. */
export function openStream(
  manager: JetStreamManager,
  name: string,
  settings: () => Omit<NewStream, 'name'>,
): Promise<StreamInfo> {
  return repeatIfTaken(
    async () => (await streamInfo(manager, name)) ?? (await manager.streams.add({ name, ...settings() })),
  );
}

/**
 * Repeats, once, what looks for a stream and creates it if it is missing. In between another process may have created it.
 * The server then says that the name is taken, or, while it still creates the stream, that the subjects are.
 */
export async function repeatIfTaken<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (!TAKEN.has(apiCodeOf(error))) throw error;
    return open();
  }
}

const TAKEN: ReadonlySet<number | undefined> = new Set([STREAM_EXISTS, SUBJECTS_OVERLAP]);
