import { Injectable } from '@nestjs/common';
import { CallGroups, type CallCounts } from './call-group.ts';
import { RecentlyEnded } from './recently-ended.ts';
import type { RunningCall } from './running-call.ts';

/** Maximum number of principals that are remembered while they have no running call. */
const IDLE_PRINCIPALS = 1_000;

/**
 * The calls that run in this process, kept in this one place for admins' commands, ends of sessions, limits and
 * shutdown. Beginning, ending, finding and counting calls take constant time. Finding the calls of a session takes time
 * proportional to all running calls, and only if it has any.
 */
@Injectable()
export class RunningCalls {
  readonly #calls = new Map<string, RunningCall>();
  readonly #sessions = new CallGroups();
  readonly #principals = new CallGroups(IDLE_PRINCIPALS);
  /** By tenant, from the first question on: without limits of tenants nobody asks. */
  #tenants: CallGroups | undefined;
  readonly #listeners: ((call: RunningCall) => void)[] = [];
  readonly #ended = new RecentlyEnded();
  #waiting: (() => void)[] = [];

  /** Number of running calls. */
  get size(): number {
    return this.#calls.size;
  }

  /** Records that a call has begun. The caller must {@link end} it. */
  begin(call: RunningCall): void {
    this.#calls.set(call.callId, call);
    this.#sessions.begin(call.sessionId);
    this.#principals.begin(call.principalId);
    this.#tenants?.begin(call.tenantId);
    for (const listener of this.#listeners) listener(call);
  }

  /** Records that a call has ended, for whatever reason. A second end changes nothing. */
  end(call: RunningCall): void {
    if (!this.#calls.delete(call.callId)) return;
    const now = performance.now();
    this.#sessions.end(call.sessionId, now);
    this.#principals.end(call.principalId, now);
    this.#tenants?.end(call.tenantId, now);
    this.#ended.add(call.callId, call.tenantId);
    if (this.size > 0) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Adds a listener that is called with each call that begins. */
  onBegin(listener: (call: RunningCall) => void): void {
    this.#listeners.push(listener);
  }

  find(callId: string): RunningCall | undefined {
    return this.#calls.get(callId);
  }

  /** Every running call. */
  all(): RunningCall[] {
    return [...this.#calls.values()];
  }

  /** The running calls of a session, oldest first. */
  ofSession(sessionId: string): RunningCall[] {
    if (!this.#sessions.find(sessionId)?.running) return [];
    return this.all().filter((call) => call.sessionId === sessionId);
  }

  /** Number of running calls of a principal. Takes constant time. */
  countOf(principalId: string): number {
    return this.#principals.find(principalId)?.running ?? 0;
  }

  /** Number of running calls of a tenant. Takes constant time, except for the first time. */
  countOfTenant(tenantId: string): number {
    this.#tenants ??= this.#byTenant();
    return this.#tenants.find(tenantId)?.running ?? 0;
  }

  /** The tenant of a call that ended recently; undefined if the call never ran or is forgotten. */
  tenantOfEnded(callId: string): string | undefined {
    return this.#ended.tenantOf(callId);
  }

  /** Counts the calls of a session until {@link releaseSession}. */
  holdSession(sessionId: string): CallCounts {
    return this.#sessions.hold(sessionId);
  }

  /** Stops counting the calls of a session that has ended. */
  releaseSession(sessionId: string): void {
    this.#sessions.release(sessionId);
  }

  /** Cancels the running calls of a session. They have ended when this returns, and are answered when it resolves. */
  async cancelSession(sessionId: string, text: string): Promise<void> {
    await Promise.all(this.ofSession(sessionId).map((call) => call.cancel(text)));
  }

  /** Cancels every running call. They have ended when this returns, and are answered when it resolves. */
  async cancelAll(text: string): Promise<void> {
    await Promise.all(this.all().map((call) => call.cancel(text)));
  }

  /** Resolves once no call runs. */
  async whenNone(): Promise<void> {
    if (this.size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    await promise;
  }

  #byTenant(): CallGroups {
    const tenants = new CallGroups();
    for (const call of this.#calls.values()) tenants.begin(call.tenantId);
    return tenants;
  }
}
