import { KEEP_ALL } from '../../embedded/event-store.ts';
import type { NatsClient } from '../connection/nats-client.ts';
import { openStream, type NewStream } from '../connection/open-stream.ts';

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
  const settings = settingsOf(stream);
  const { max_age, max_msgs, duplicate_window } = settings;
  const { config } = await openStream(client.manager, stream.name, () => settings);
  if (config.max_age === max_age && config.max_msgs === max_msgs) return;
  await client.manager.streams.update(stream.name, { ...config, max_age, max_msgs, duplicate_window });
}

function settingsOf({ subjects, maxMessages, maxAgeMs, replicas }: SideStream) {
  const ageMs = Math.max(SHORTEST_MS, maxAgeMs);
  return {
    subjects: [subjects],
    storage: 'file',
    num_replicas: replicas,
    discard: 'old',
    allow_direct: true,
    max_msgs: maxMessages,
    max_msgs_per_subject: 1,
    max_age: ageMs > LONGEST_MS ? 0 : ageMs * NANOSECONDS,
    duplicate_window: Math.min(DUPLICATES_MS, ageMs) * NANOSECONDS,
  } satisfies Omit<NewStream, 'name'>;
}
