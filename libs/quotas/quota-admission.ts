import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { LimitName } from '#contract';
import type { AgentPrincipal } from '#edge';
import { CallWindows, type WindowCount } from './call-windows.ts';
import { ExpectedCalls } from './expected-calls.ts';
import { InUse } from './in-use.ts';
import type { Quota } from './quota.ts';
import { QuotaNotices } from './quota-notices.ts';
import { quotaRefusal, tooLargeRefusal } from './quota-refusal.ts';
import { QuotaRules } from './quota-rules.ts';

const BYTES: ReadonlySet<LimitName> = new Set(['argumentBytes', 'argumentBytesPerMinute']);

/** The calls of a request. */
export interface RequestedCalls {
  count: number;
  /** The bytes of the arguments of each call. They are measured only if they are limited. */
  sizes(): readonly number[];
}

/** Points that are counted in the window of a quota. */
interface Use {
  quota: Quota;
  points: number;
}

/** Admits the calls of a request if none of the limits of its agent and tenant is exceeded, or none of them. */
@Injectable()
export class QuotaAdmission {
  constructor(
    private readonly rules: QuotaRules,
    private readonly windows: CallWindows,
    private readonly inUse: InUse,
    private readonly expected: ExpectedCalls,
    private readonly notices: QuotaNotices,
  ) {}

  /** Whether anybody has a limit. If nobody has, no call needs to be admitted. */
  get isNeeded(): boolean {
    return this.rules.areSet;
  }

  /**
   * Admits the calls of a request. Rejects with an `EdgeError`: 429, or 413 for arguments that are too large. What was
   * refused counts for nothing.
   */
  async admit(agent: AgentPrincipal, calls: RequestedCalls, response: Response): Promise<void> {
    const quotas = this.rules.of(agent);
    if (quotas.length === 0) return;
    const bytes = this.#requireSize(quotas, calls);
    const unexpect = this.#requirePlaces(quotas, agent, calls.count, response);
    const uses = quotas.flatMap((quota): Use[] => {
      if (quota.limit === 'callsPerMinute') return [{ quota, points: calls.count }];
      return quota.limit === 'argumentBytesPerMinute' ? [{ quota, points: bytes }] : [];
    });
    try {
      await this.#count(uses);
    } catch (error) {
      unexpect();
      throw error;
    }
  }

  /** Returns the bytes of all arguments; 0 if they are not limited. */
  #requireSize(quotas: readonly Quota[], calls: RequestedCalls): number {
    if (!quotas.some(({ limit }) => BYTES.has(limit))) return 0;
    const sizes = calls.sizes();
    const largest = Math.max(...sizes);
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    for (const quota of quotas) {
      if (quota.limit === 'argumentBytes' && largest > quota.max)
        throw this.#refuse(quota, largest, quotaRefusal(quota));
      // It would be refused in any other minute, too.
      if (quota.limit === 'argumentBytesPerMinute' && bytes > quota.max)
        throw this.#refuse(quota, bytes, tooLargeRefusal(quota));
    }
    return bytes;
  }

  #requirePlaces(
    quotas: readonly Quota[],
    agent: AgentPrincipal,
    count: number,
    response: Response,
  ): () => void {
    const limited = quotas.filter(({ limit }) => limit === 'callsAtOnce');
    if (limited.length === 0) return () => undefined;
    const counts = limited.map((quota) => ({ quota, before: this.inUse.callsFor(quota) }));
    for (const { quota, before } of counts)
      if (before + count > quota.max) throw this.#refuse(quota, before, quotaRefusal(quota));
    for (const { quota, before } of counts) this.notices.rose(quota, before, before + count);
    return this.expected.expect(agent, count, response);
  }

  /** Counts all of them together, or none. */
  async #count(uses: readonly Use[]): Promise<void> {
    const counts = await Promise.all(uses.map(({ quota, points }) => this.windows.add(quota.key, points)));
    const counted = uses.map((use, index) => ({ ...use, count: counts[index]! }));
    const beyond = counted.find(({ quota, count }) => count.used > partOf(quota, count));
    if (!beyond) {
      for (const { quota, points, count } of counted)
        this.notices.rose(quota, count.used - points, count.used, partOf(quota, count));
      return;
    }
    for (const { count } of counted) count.takeBack();
    const { quota, points, count } = beyond;
    throw this.#refuse(quota, count.used - points, quotaRefusal(quota, count.msLeft));
  }

  #refuse(quota: Quota, value: number, error: Error): Error {
    this.notices.refused(quota, value);
    return error;
  }
}

/** How much of a limit may be used in this instance. */
function partOf({ max }: Quota, { share }: WindowCount): number {
  return share === 1 ? max : Math.max(1, Math.floor(max * share));
}
