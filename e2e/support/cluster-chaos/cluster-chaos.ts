import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { CrowsnestEvent, InstanceList } from '#contract';
import type { BrokerServer } from '../brokers/broker-server.ts';
import { KEYS } from '../cluster/cluster-application.ts';
import { seededRandom, type Random } from '../environment/random.ts';
import { waitUntil } from '../environment/wait-until.ts';
import { asAdmin, readAll, readStats } from '../server/admin-api.ts';
import { someAct, someClock, type Act } from './acts.ts';
import { carryOut, type Target } from './carry-out.ts';
import { ChaoticInstance } from './chaotic-instance.ts';
import { bookOf, judge } from './cluster-verdict.ts';
import { HoppingAgent } from './hopping-agent.ts';
import { HoppingSubscriber } from './hopping-subscriber.ts';

const INSTANCES = 3;
const SUBSCRIBERS = 6;
/** Agents of each era. */
const AGENTS = 3;
/** Milliseconds between two acts, at most. */
const PACE_MS = 1_500;
/** Milliseconds that the cluster may take to come to rest on a busy machine. */
const REST_MS = 90_000;

/** Instances, agents and subscribers of one log, and what a seed does to them. */
export class ClusterChaos {
  readonly acts: Act[] = [];
  events: CrowsnestEvent[] = [];
  faults: string[] = [];
  readonly agents: HoppingAgent[];
  readonly subscribers: HoppingSubscriber[];
  instances: ChaoticInstance[] = [];
  readonly #random: Random;
  readonly #prefix = randomUUID();
  readonly #working = new AbortController();
  readonly #following = new AbortController();
  /** What is being done to each instance, and to the broker at the end. One act follows the other. */
  readonly #doing = Array.from({ length: INSTANCES + 1 }, () => Promise.resolve());

  constructor(
    private readonly broker: BrokerServer,
    seed: number,
  ) {
    this.#random = seededRandom(seed);
    let others = seed * 1_000;
    const own = (): Random => seededRandom((others += 1));
    const origins = (): string[] => this.#offered;
    this.agents = (['legacy', 'modern'] as const).flatMap((era) =>
      Array.from({ length: AGENTS }, (_, n) => {
        const tenant = n === 0 ? 'globex' : 'acme';
        return new HoppingAgent(`${era}-${n}`, era, tenant satisfies keyof typeof KEYS, own(), origins);
      }),
    );
    this.subscribers = Array.from({ length: SUBSCRIBERS }, () => new HoppingSubscriber(own(), origins));
  }

  get origins(): string[] {
    return this.instances.map(({ origin }) => origin);
  }

  get #target(): Target {
    return {
      instances: this.instances,
      broker: this.broker,
      appendText: this.broker.appendText(this.#prefix),
    };
  }

  /** Where a load balancer sends requests; anywhere if nothing serves. */
  get #offered(): string[] {
    const serving = this.instances.filter(({ isServing }) => isServing);
    return (serving.length > 0 ? serving : this.instances).map(({ origin }) => origin);
  }

  /** Starts everything, carries out so many acts, lets the cluster come to rest, and judges it. */
  async run(acts: number): Promise<void> {
    const places = Array.from({ length: INSTANCES }, () =>
      ChaoticInstance.prepare(this.broker, this.#prefix),
    );
    this.instances = await Promise.all(places);
    await Promise.all(this.instances.map((instance) => instance.start(someClock(this.#random))));
    const work = this.agents.map((agent) => agent.work(this.#working.signal));
    const follow = this.subscribers.map((one) => one.follow(this.#following.signal));
    for (let left = acts; left > 0; left -= 1) {
      this.#begin(someAct(this.#random, INSTANCES, SUBSCRIBERS));
      await pause(this.#random.below(PACE_MS));
    }
    await Promise.all(this.#doing);
    for (const { proxy } of this.instances) proxy.reopen();
    this.#working.abort();
    await this.#within(Promise.all(work), () => `Some agents wait: ${this.#waiting}`);
    await this.#rest();
    this.events = await readAll(this.origins[0] ?? '', '0');
    const record = bookOf(this.events);
    const isTold = (): boolean => this.subscribers.every((one) => one.hasAll(record));
    const seen = (): unknown => this.subscribers.map(({ position, filter }) => ({ position, filter }));
    await waitUntil(isTold, { reason: 'every subscriber was told all', timeoutMs: REST_MS, seen });
    this.#following.abort();
    await Promise.all(follow);
    this.faults = await judge(this, this.events);
  }

  /** Ends everything, also after a failure. */
  async end(): Promise<void> {
    this.#working.abort();
    this.#following.abort();
    await Promise.allSettled(this.#doing);
    await Promise.all(this.instances.map((instance) => instance.end()));
  }

  #begin(act: Act): void {
    this.acts.push(act);
    if (act.act === 'hop') return this.subscribers[act.subscriber]?.hop();
    const place = 'instance' in act ? act.instance : INSTANCES;
    const done = (this.#doing[place] ?? Promise.resolve()).then(() => carryOut(act, this.#target));
    // A failure is reported when all acts are awaited.
    done.catch(() => undefined);
    this.#doing[place] = done;
  }

  /** Waits until every instance has told all that happened, and the lives that were lost have been given up. */
  async #rest(): Promise<void> {
    for (const subscriber of this.subscribers) subscriber.settle();
    const seen: unknown[] = [];
    const isAtRest = async (): Promise<boolean> => {
      const all = await Promise.all(this.origins.map((origin) => this.#stateOf(origin)));
      seen.splice(0, seen.length, ...all);
      const [first] = all;
      return (
        all.every(({ instances, inFlight }) => instances === INSTANCES && inFlight === 0) &&
        all.every(({ asOf }) => asOf === first?.asOf)
      );
    };
    await waitUntil(isAtRest, { reason: 'the cluster is at rest', timeoutMs: REST_MS, seen: () => seen });
  }

  async #stateOf(origin: string): Promise<{ asOf: string; instances: number; inFlight: number }> {
    const { asOf, toolCallsInFlight: inFlight } = await readStats(origin);
    const list = (await (await asAdmin(origin, '/instances')).json()) as InstanceList;
    return { asOf, inFlight, instances: list.instances.length };
  }

  get #waiting(): string {
    return this.agents.flatMap(({ name, waitsFor }) => (waitsFor ? [`${name} for ${waitsFor}`] : [])).join();
  }

  async #within(work: Promise<unknown>, complaint: () => string): Promise<void> {
    const late = pause(REST_MS, undefined, { ref: false }).then(() => {
      throw new Error(complaint());
    });
    await Promise.race([work, late]);
  }
}
