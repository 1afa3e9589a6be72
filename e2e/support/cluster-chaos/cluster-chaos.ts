import { setTimeout as pause } from 'node:timers/promises';
import type { BrokerServer } from '../brokers/broker-server.ts';
import { seededRandom } from '../environment/random.ts';
import { PATIENCE_MS, someAct, someClock, type Act, type Scene } from './acts.ts';
import { BusyCluster, INSTANCES, SUBSCRIBERS } from './busy-cluster.ts';
import { carryOut } from './carry-out.ts';

/** Milliseconds between two acts, at most. */
const PACE_MS = 1_500;
/** Little time for calls that take seconds, so that some are cancelled when an instance is stopped. */
const ENVIRONMENT = { CROWSNEST_DRAIN_MS: '1000' };

/** What a seed does to a cluster. */
export class ClusterChaos {
  readonly acts: Act[] = [];
  readonly cluster: BusyCluster;
  faults: string[] = [];
  readonly #random;
  readonly #scene: Scene;
  /** What is being done to each instance, and at the end to the broker. One act follows the other. */
  readonly #doing = Array.from({ length: INSTANCES + 1 }, () => Promise.resolve());

  constructor(broker: BrokerServer, seed: number, longMs: number = PATIENCE_MS) {
    this.#random = seededRandom(seed);
    this.#scene = { instances: INSTANCES, subscribers: SUBSCRIBERS, longMs };
    this.cluster = new BusyCluster(broker, seed, ENVIRONMENT);
  }

  /** Starts everything, carries out so many acts, lets the cluster come to rest, and judges it. */
  async run(acts: number): Promise<void> {
    await this.cluster.start(Array.from({ length: INSTANCES }, () => someClock(this.#random)));
    for (let left = acts; left > 0; left -= 1) {
      this.#begin(someAct(this.#random, this.#scene));
      await pause(this.#random.below(PACE_MS));
    }
    await Promise.all(this.#doing);
    this.faults = await this.cluster.judge();
  }

  /** Ends everything, also after a failure. */
  async end(): Promise<void> {
    await Promise.allSettled(this.#doing);
    await this.cluster.end();
  }

  #begin(act: Act): void {
    this.acts.push(act);
    if (act.act === 'hop') return this.cluster.subscribers[act.subscriber]?.hop();
    const place = 'instance' in act ? act.instance : INSTANCES;
    const done = (this.#doing[place] ?? Promise.resolve()).then(() => carryOut(act, this.cluster));
    // A failure is reported when all acts are awaited.
    done.catch(() => undefined);
    this.#doing[place] = done;
  }
}
