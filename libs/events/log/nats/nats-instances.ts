import type { Beat, CountedBeat } from '../broker/broker.ts';
import { givenUpIn } from '../broker/broker-faults.ts';
import type { NatsBucket } from './beside/nats-bucket.ts';
import type { NatsMessages } from './nats-messages.ts';

/** The last signs of life by instance. */
type Beats = Record<string, Omit<CountedBeat, 'instance'>>;

const KEY = 'instances';
/** The instances that have gone. Retention may drop the messages that say so, and a process may be paused for longer. */
const GONE_KEY = 'gone';
/** Maximum number of instances that are remembered after they have gone. */
const MAX_GONE = 1_000;

/** The instances that share the log, and their signs of life. */
export class NatsInstances {
  constructor(
    private readonly bucket: NatsBucket,
    private readonly messages: NatsMessages,
    private readonly label: string,
  ) {}

  /** Notes a sign of life, and resolves with those of all. Throws if the instance has been given up. */
  async beat({ instance, facts }: Beat): Promise<CountedBeat[]> {
    const last = await this.messages.lastOf(instance);
    if (last?.onBehalfOf === instance || (!last && (await this.hasGone(instance))))
      throw givenUpIn(this.label);
    const all = await this.bucket.update<Beats>(KEY, {}, (beats) => ({
      ...beats,
      [instance]: { beats: (beats[instance]?.beats ?? 0) + 1, facts },
    }));
    return Object.entries(all).map(([name, beat]) => ({ instance: name, ...beat }));
  }

  /** Whether an instance was forgotten. */
  async hasGone(instance: string): Promise<boolean> {
    return (await this.bucket.read<string[]>(GONE_KEY))?.includes(instance) ?? false;
  }

  /** Removes an instance for good: it has left, or the others have given it up. */
  async forget(instance: string): Promise<void> {
    await this.bucket.update<string[]>(GONE_KEY, [], (gone) =>
      gone.includes(instance) ? gone : [...gone, instance].slice(-MAX_GONE),
    );
    await this.bucket.update<Beats>(KEY, {}, (beats) => {
      const { [instance]: gone, ...others } = beats;
      return gone ? others : beats;
    });
  }
}
