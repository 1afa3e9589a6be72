import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { LimitName, QuotaNearData } from '#contract';
import { EventPublisher } from '#events';
import { CallWindows } from './call-windows.ts';
import { isPerMinute, WINDOW_MS, type Quota } from './quota.ts';

/** The part of a limit from which on it is told that little is left. */
const NEAR = 0.8;
/** Maximum number of limits whose refusals are summed up. Those of others are counted only in the metrics. */
const MAX_SUMMED = 10_000;

/** The refusals of a minute that were not told yet. */
interface Summed {
  refused: number;
  value: number;
  timer: NodeJS.Timeout;
}

/** Called with each refused request. */
type RefusalListener = (limit: LimitName) => void;

/** Tells in events that a limit is nearly or fully used, at most once a minute for each. */
@Injectable()
export class QuotaNotices implements OnModuleDestroy {
  readonly #summed = new Map<string, Summed>();
  readonly #listeners: RefusalListener[] = [];

  constructor(
    private readonly publisher: EventPublisher,
    private readonly windows: CallWindows,
  ) {}

  /** Adds a listener that is called with each refused request. */
  onRefused(listener: RefusalListener): void {
    this.#listeners.push(listener);
  }

  /** Call it when the use of a quota has risen. `max` is the part of the limit that may be used here. */
  rose(quota: Quota, before: number, used: number, max = quota.max): void {
    const near = max * NEAR;
    if (before < near && used >= near) void this.#tellNear(quota, used);
  }

  /** Call it when a request was refused. */
  refused(quota: Quota, value: number): void {
    for (const listener of this.#listeners) listener(quota.limit);
    const summed = this.#summed.get(quota.key);
    if (summed) {
      summed.refused += 1;
      summed.value = value;
    } else if (this.#summed.size < MAX_SUMMED) {
      this.#summed.set(quota.key, { refused: 0, value, timer: this.#sumUpLater(quota) });
      void this.#tellFirst(quota, value);
    }
  }

  onModuleDestroy(): void {
    for (const { timer } of this.#summed.values()) clearTimeout(timer);
    this.#summed.clear();
  }

  async #tellNear(quota: Quota, value: number): Promise<void> {
    if (await this.#isFirst(`${quota.key}:near`)) this.#publish('quota:near', dataOf(quota, value), quota);
  }

  /** Another instance may have told of the limit in this minute. Then this refusal is told with those that follow. */
  async #tellFirst(quota: Quota, value: number): Promise<void> {
    const summed = this.#summed.get(quota.key);
    if (await this.#isFirst(`${quota.key}:exceeded`)) this.#tellExceeded(quota, value, 1);
    else if (summed) summed.refused += 1;
  }

  #sumUpLater(quota: Quota): NodeJS.Timeout {
    return setTimeout(() => {
      const summed = this.#summed.get(quota.key);
      if (!summed) return;
      if (summed.refused === 0) this.#summed.delete(quota.key);
      else {
        this.#tellExceeded(quota, summed.value, summed.refused);
        Object.assign(summed, { refused: 0, timer: this.#sumUpLater(quota) });
      }
    }, WINDOW_MS).unref();
  }

  /** Whether no instance has told it in the last minute. */
  async #isFirst(key: string): Promise<boolean> {
    const { used } = await this.windows.add(key, 1);
    return used === 1;
  }

  #tellExceeded(quota: Quota, value: number, refused: number): void {
    this.#publish('quota:exceeded', { ...dataOf(quota, value), refused }, quota);
  }

  #publish<T extends 'quota:near' | 'quota:exceeded'>(
    type: T,
    data: T extends 'quota:near' ? QuotaNearData : QuotaNearData & { refused: number },
    { tenantId }: Quota,
  ): void {
    this.publisher.publish({ type, sessionId: '', tenantId, data } as Parameters<
      EventPublisher['publish']
    >[0]);
  }
}

function dataOf({ scope, name, principal, limit, max }: Quota, value: number): QuotaNearData {
  return {
    scope,
    name,
    ...(principal !== undefined && { principal }),
    limit,
    value,
    max,
    ...(isPerMinute(limit) && { windowMs: WINDOW_MS }),
  };
}
