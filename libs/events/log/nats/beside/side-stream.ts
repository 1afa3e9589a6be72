import type { StreamConfig, StreamInfo } from '@nats-io/jetstream';
import { KEEP_ALL } from '../../embedded/event-store.ts';
import { apiCodeOf, STREAM_EXISTS, STREAM_NOT_FOUND } from '../connection/nats-api-codes.ts';
import type { NatsClient } from '../connection/nats-client.ts';

/** A stream beside that of the events, with a retention of its own. Each of its subjects holds one message. */
export interface SideStream {
  name: string;
  subjects: string;
  maxMessages: number;
  maxAgeMs: number;
  /** The number of copies, if it is created. */
  replicas: number;
}

const NANOSECONDS = 1_000_000;
/** The shortest age that a server takes. */
const SHORTEST_MS = 100;
/** A longer age is none at all: a server counts nanoseconds. */
const LONGEST_MS = 100 * 365 * 86_400_000;
/** How long a server looks for duplicates, unless the messages are not kept as long. */
const DUPLICATES_MS = 120_000;

/**
 * Creates the stream if it is missing, and gives it its retention if that is another one. Does nothing for whoever only
 * reads the log.
 */
export async function openSideStream(client: NatsClient, stream: SideStream): Promise<void> {
  if (stream.maxAgeMs === KEEP_ALL.maxAgeMs) return;
  const info = (await sideStreamInfo(client, stream)) ?? (await create(client, stream));
  const { max_age, max_msgs, duplicate_window } = configOf(stream);
  const { config } = info;
  if (config.max_age === max_age && config.max_msgs === max_msgs) return;
  await client.manager.streams.update(stream.name, { ...config, max_age, max_msgs, duplicate_window });
}

/** The stream as the server reports it; undefined if it is missing. */
export async function sideStreamInfo(
  { manager }: NatsClient,
  { name }: Pick<SideStream, 'name'>,
): Promise<StreamInfo | undefined> {
  try {
    return await manager.streams.info(name);
  } catch (error) {
    if (apiCodeOf(error) === STREAM_NOT_FOUND) return undefined;
    throw error;
  }
}

async function create({ manager }: NatsClient, stream: SideStream): Promise<StreamInfo> {
  try {
    return await manager.streams.add(configOf(stream));
  } catch (error) {
    // Another process has created it meanwhile.
    if (apiCodeOf(error) === STREAM_EXISTS) return manager.streams.info(stream.name);
    throw error;
  }
}

function configOf({ name, subjects, maxMessages, maxAgeMs, replicas }: SideStream) {
  const ageMs = Math.max(SHORTEST_MS, maxAgeMs);
  return {
    name,
    subjects: [subjects],
    storage: 'file',
    num_replicas: replicas,
    discard: 'old',
    allow_direct: true,
    max_msgs: maxMessages,
    max_msgs_per_subject: 1,
    max_age: ageMs > LONGEST_MS ? 0 : ageMs * NANOSECONDS,
    duplicate_window: Math.min(DUPLICATES_MS, ageMs) * NANOSECONDS,
  } satisfies Partial<StreamConfig> & { name: string };
}
