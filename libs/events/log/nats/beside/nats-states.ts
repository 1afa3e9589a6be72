import { randomUUID } from 'node:crypto';
import { compareEventIds, type EventId } from '#contract';
import type { Checkpoint } from '../../event-log.ts';
import type { NatsBucket } from './nats-bucket.ts';
import { keyPart } from '../nats-names.ts';

/** Where a value is: values may be larger than a message. */
interface Saved {
  asOf: EventId;
  /** The key of its chunks. */
  key: string;
  chunks: number;
}

const CHECKPOINTS = 'checkpoints';
/** How often a value is looked up that another process replaces meanwhile. */
const ATTEMPTS = 3;

/**
 * The checkpoints and kept states of projections. A value is stored in chunks under a key of its own; one key names the
 * checkpoints, and one the states of a projection, and are changed only by who knows their last revision.
 */
export class NatsStates {
  constructor(private readonly bucket: NatsBucket) {}

  /** The ids up to which the checkpoints include all events. */
  async folded(): Promise<EventId[]> {
    return Object.values(await this.#checkpoints()).map(({ asOf }) => asOf);
  }

  loadCheckpoint(name: string): Promise<Checkpoint | undefined> {
    return this.#load(async () => (await this.#checkpoints())[name]);
  }

  /** Saves a checkpoint unless a newer one is saved. */
  async saveCheckpoint(name: string, checkpoint: Checkpoint): Promise<void> {
    const saved = await this.#store(checkpoint);
    let replaced: Saved | undefined;
    await this.bucket.update<Record<string, Saved>>(CHECKPOINTS, {}, (all) => {
      const before = all[name];
      const isOlder = before !== undefined && compareEventIds(before.asOf, saved.asOf) > 0;
      replaced = isOlder ? saved : before;
      return isOlder ? all : { ...all, [name]: saved };
    });
    await this.#remove(replaced);
  }

  /** Drops all checkpoints except these, and the states of the projections that they belonged to. */
  async keepCheckpoints(names: readonly string[]): Promise<void> {
    let dropped: [string, Saved][] = [];
    await this.bucket.update<Record<string, Saved>>(CHECKPOINTS, {}, (all) => {
      dropped = Object.entries(all).filter(([name]) => !names.includes(name));
      const kept = Object.entries(all).filter(([name]) => names.includes(name));
      return dropped.length === 0 ? all : Object.fromEntries(kept);
    });
    for (const [name, saved] of dropped) {
      await this.#keepOnly(name, () => false);
      await this.#remove(saved);
    }
  }

  /** Replaces a state of the same event. */
  async keepState(name: string, state: Checkpoint): Promise<void> {
    const saved = await this.#store(state);
    let replaced: Saved | undefined;
    await this.bucket.update<Saved[]>(statesKey(name), [], (all) => {
      replaced = all.find(({ asOf }) => asOf === saved.asOf);
      const others = all.filter((one) => one !== replaced);
      return [...others, saved].toSorted((a, b) => compareEventIds(a.asOf, b.asOf));
    });
    await this.#remove(replaced);
  }

  /** The newest state between two positions. */
  stateAt(name: string, start: EventId, id: EventId): Promise<Checkpoint | undefined> {
    return this.#load(async () =>
      (await this.#statesFrom(name, start)).findLast(({ asOf }) => compareEventIds(asOf, id) <= 0),
    );
  }

  /** The oldest state from a position on. */
  oldestState(name: string, start: EventId): Promise<Checkpoint | undefined> {
    return this.#load(async () => (await this.#statesFrom(name, start))[0]);
  }

  async #checkpoints(): Promise<Record<string, Saved>> {
    return (await this.bucket.read<Record<string, Saved>>(CHECKPOINTS)) ?? {};
  }

  /** Drops the states after which events are missing. */
  #statesFrom(name: string, start: EventId): Promise<Saved[]> {
    return this.#keepOnly(name, ({ asOf }) => compareEventIds(asOf, start) >= 0);
  }

  async #keepOnly(name: string, isKept: (saved: Saved) => boolean): Promise<Saved[]> {
    let dropped: Saved[] = [];
    const kept = await this.bucket.update<Saved[]>(statesKey(name), [], (all) => {
      dropped = all.filter((one) => !isKept(one));
      return dropped.length === 0 ? all : all.filter(isKept);
    });
    await this.#remove(...dropped);
    return kept;
  }

  async #store({ asOf, value }: Checkpoint): Promise<Saved> {
    const key = `value.${randomUUID()}`;
    return { asOf, key, chunks: await this.bucket.writeChunks(key, JSON.stringify(value)) };
  }

  async #load(find: () => Promise<Saved | undefined>): Promise<Checkpoint | undefined> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const saved = await find();
      if (!saved) return undefined;
      const value = await this.bucket.readChunks(saved.key, saved.chunks);
      if (value !== undefined) return { asOf: saved.asOf, value: JSON.parse(value) as unknown };
    }
    return undefined;
  }

  async #remove(...values: (Saved | undefined)[]): Promise<void> {
    await this.bucket.remove(...values.filter((one) => one !== undefined).map(({ key }) => `${key}.*`));
  }
}

function statesKey(name: string): string {
  return `states.${keyPart(name)}`;
}
