import { Injectable } from '@nestjs/common';
import {
  RateLimiterMemory,
  RateLimiterRedis,
  RLWrapperTimeouts,
  type RateLimiterRes,
} from 'rate-limiter-flexible';
import { EventLog, InstanceKeeper } from '#events';
import { WINDOW_MS } from './quota.ts';

/** Milliseconds that the broker may take to count a call. */
const ANSWER_MS = 250;
/** Milliseconds for which a broker that has not answered is not asked again. */
const AWAY_MS = 2_000;

/** The limiter counts, and the quotas decide what is too much: they are different ones for each key. */
const COUNTING = { points: 1, duration: WINDOW_MS / 1_000 };

/** What is counted in a window. */
export interface WindowCount {
  used: number;
  /** Milliseconds until the window ends. */
  msLeft: number;
  /** Which part of a limit may be used here: all of it, unless other instances count apart. */
  share: number;
}

/**
 * Counts calls and bytes in windows of a minute. Instances whose log is in Redis count together there. With another
 * broker, or while Redis is away, each counts what it serves itself, and may use its share of a limit.
 */
@Injectable()
export class CallWindows {
  readonly #here = new RateLimiterMemory(COUNTING);
  readonly #shared: RLWrapperTimeouts | undefined;
  #awayUntil = 0;

  constructor(
    log: EventLog,
    private readonly instances: InstanceKeeper,
  ) {
    const { scripts } = log;
    if (!scripts) return;
    const storeClient = {
      eval: (source: string, given: { keys: string[]; arguments: string[] }) =>
        scripts.run(source, given.keys, given.arguments),
    };
    const limiter = new RateLimiterRedis({
      ...COUNTING,
      keyPrefix: 'quota',
      storeClient,
      useRedisPackage: true,
    });
    this.#shared = new RLWrapperTimeouts({ limiter, timeoutMs: ANSWER_MS });
  }

  /** Adds to what is counted in the window of a key. Never rejects. */
  async add(key: string, points: number): Promise<WindowCount> {
    const together = await this.#addTogether(key, points);
    if (together) return countOf(together, 1);
    return countOf(await this.#here.penalty(key, points), this.#share);
  }

  async #addTogether(key: string, points: number): Promise<RateLimiterRes | undefined> {
    if (!this.#shared || performance.now() < this.#awayUntil) return undefined;
    try {
      return await this.#shared.penalty(key, points);
    } catch {
      // The log reports the outage.
      this.#awayUntil = performance.now() + AWAY_MS;
      return undefined;
    }
  }

  get #share(): number {
    return 1 / Math.max(1, this.instances.list().length);
  }
}

function countOf({ consumedPoints, msBeforeNext }: RateLimiterRes, share: number): WindowCount {
  return { used: Math.max(0, consumedPoints), msLeft: msBeforeNext, share };
}
