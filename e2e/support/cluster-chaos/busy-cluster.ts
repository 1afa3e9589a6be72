import { randomUUID } from 'node:crypto';
import type { CrowsnestEvent, InstanceList } from '#contract';
import type { BrokerServer } from '../brokers/broker-server.ts';
import { seededRandom, type Random } from '../environment/random.ts';
import { waitUntil } from '../environment/wait-until.ts';
import { asAdmin, readAll, readStats } from '../server/admin-api.ts';
import { ChaoticInstance } from './chaotic-instance.ts';
import { bookOf, judge } from './cluster-verdict.ts';
import { HoppingAgent } from './hopping-agent.ts';
import { HoppingSubscriber } from './hopping-subscriber.ts';

export const INSTANCES = 3;
export const SUBSCRIBERS = 6;
/** Agents of each era. */
const AGENTS = 3;
/** Milliseconds that the cluster may take to come to rest on a busy machine. */
const REST_MS = 90_000;

/** Instances of one log with agents and subscribers who use all of them. */
export class BusyCluster {
  readonly agents: HoppingAgent[];
  readonly subscribers: HoppingSubscriber[];
  instances: ChaoticInstance[] = [];
  /** The log, once the cluster has come to rest. */
  events: CrowsnestEvent[] = [];
  readonly #prefix = randomUUID();
  readonly #working = new AbortController();
  readonly #following = new AbortController();
  #work: Promise<unknown> = Promise.resolve();

  constructor(
    readonly broker: BrokerServer,
    seed: number,
    /** Environment variables of the instances. */
    private readonly environment: Record<string, string> = {},
  ) {
    let others = seed * 1_000;
    const own = (): Random => seededRandom((others += 1));
    const origins = (): string[] => this.#offered;
    this.agents = (['legacy', 'modern'] as const).flatMap((era) =>
      Array.from({ length: AGENTS }, (_, n) => {
        const tenant = n === 0 ? 'globex' : 'acme';
        return new HoppingAgent(`${era}-${n}`, era, tenant, own(), origins);
      }),
    );
    this.subscribers = Array.from({ length: SUBSCRIBERS }, () => new HoppingSubscriber(own(), origins));
  }

  get origins(): string[] {
    return this.instances.map(({ origin }) => origin);
  }

  /** Part of what an instance sends when it appends. */
  get appendText(): string {
    return this.broker.appendText(this.#prefix);
  }

  /** Starts all instances, each with a clock that is wrong by so many milliseconds, then agents and subscribers. */
  async start(clockShifts: readonly number[]): Promise<void> {
    const { broker, environment } = this;
    this.instances = await Promise.all(
      clockShifts.map(() => ChaoticInstance.prepare(broker, this.#prefix, environment)),
    );
    await Promise.all(this.instances.map((instance, n) => instance.start(clockShifts[n] ?? 0)));
    const agents = this.agents.map((agent) => agent.work(this.#working.signal));
    const subscribers = this.subscribers.map((one) => one.follow(this.#following.signal));
    this.#work = Promise.all([...agents, ...subscribers]);
  }

  /** Lets the agents make their last calls, waits until nothing happens any more, and returns all that is wrong. */
  async judge(): Promise<string[]> {
    this.#working.abort();
    await waitUntil(() => this.#waiting.length === 0, {
      reason: 'every agent has an answer or an error',
      timeoutMs: REST_MS,
      seen: () => this.#waiting,
    });
    await this.#rest();
    // What an instance tells at rest is in its memory: its way to the broker may not be back yet.
    const isRead = (): Promise<boolean> =>
      readAll(this.origins[0] ?? '', '0').then(
        (events) => ((this.events = events), true),
        () => false,
      );
    await waitUntil(isRead, { reason: 'the log can be read', timeoutMs: REST_MS });
    await this.#untilTold();
    this.#following.abort();
    await this.#work;
    return judge(this, this.events);
  }

  /** Ends everything, also after a failure. */
  async end(): Promise<void> {
    this.#working.abort();
    this.#following.abort();
    await Promise.all(this.instances.map((instance) => instance.end()));
  }

  /** Where a load balancer sends requests; anywhere if nothing serves. */
  get #offered(): string[] {
    const serving = this.instances.filter(({ isServing }) => isServing);
    return (serving.length > 0 ? serving : this.instances).map(({ origin }) => origin);
  }

  /** Waits until every instance has told all that happened, and the lives that were lost have been given up. */
  async #rest(): Promise<void> {
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

  async #untilTold(): Promise<void> {
    for (const subscriber of this.subscribers) subscriber.settle();
    const record = bookOf(this.events);
    const isTold = (): boolean => this.subscribers.every((one) => one.hasAll(record));
    const seen = (): unknown => this.subscribers.map(({ position, filter }) => ({ position, filter }));
    await waitUntil(isTold, { reason: 'every subscriber was told all', timeoutMs: REST_MS, seen });
  }

  get #waiting(): string[] {
    return this.agents.flatMap(({ name, waitsFor }) => (waitsFor ? [`${name} for ${waitsFor}`] : []));
  }
}
