import { Injectable, Logger } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible';
import { EventLog, inTime, InstanceKeeper, LogError } from '#events';
import { loggableError } from '#redaction';
import { WINDOW_MS } from './quota.ts';

/** Milliseconds that the broker may take to count a call. */
const ANSWER_MS = 500;
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
  /** Takes back what was added. */
  takeBack(): void;
}

/**
 * Counts calls and bytes in windows of a minute. Instances whose log is in Redis count together there. With another
 * broker, or while Redis is away, each counts what it serves itself, and may use its share of a limit.
 */
@Injectable()
export class CallWindows {
  readonly #logger = new Logger('Limits');
  readonly #here = new RateLimiterMemory(COUNTING);
  readonly #together: RateLimiterRedis | undefined;
  #awayUntil = 0;
  #hasWarned = false;

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
    this.#together = new RateLimiterRedis({
      ...COUNTING,
      keyPrefix: 'quota',
      storeClient,
      useRedisPackage: true,
    });
  }

  /** Adds to what is counted in the window of a key. Never rejects. */
  async add(key: string, points: number): Promise<WindowCount> {
    const together = await this.#addTogether(key, points);
    const { consumedPoints, msBeforeNext } = together ?? (await this.#here.penalty(key, points));
    return {
      used: consumedPoints,
      msLeft: msBeforeNext,
      share: together ? 1 : 1 / Math.max(1, this.instances.list().length),
      // Where it was counted: the broker may be away by then, or back.
      takeBack: () => void (together ? this.#addTogether(key, -points) : this.#here.reward(key, points)),
    };
  }

  async #addTogether(key: string, points: number): Promise<RateLimiterRes | undefined> {
    if (!this.#together || performance.now() < this.#awayUntil) return undefined;
    try {
      return await inTime(this.#together.penalty(key, points), ANSWER_MS, noAnswer);
    } catch (error) {
      this.#awayUntil = performance.now() + AWAY_MS;
      this.#warnOf(error);
      return undefined;
    }
  }

  /** The log reports that its broker is away, and does not know of what the broker refuses only here. */
  #warnOf(error: unknown): void {
    if (this.#hasWarned || !(error instanceof LogError) || error.code !== 'LOG_REFUSED') return;
    this.#hasWarned = true;
    this.#logger.warn(`Each instance limits its share of calls by itself: ${loggableError(error)}`);
  }
}

function noAnswer(): never {
  throw new Error('No answer in time');
}
