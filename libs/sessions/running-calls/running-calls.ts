import { Injectable } from '@nestjs/common';
import { CallGroups, type CallCounts } from './call-group.ts';
import { CallTable } from './call-table.ts';
import { RecentlyEnded } from './recently-ended.ts';
import { RunningCall, type CallDetails } from './running-call.ts';

/** Maximum number of principals that are remembered while they have no running call. */
const IDLE_PRINCIPALS = 1_000;

/**
 * The calls that run in this process, kept in this one place for admins' commands, ends of sessions, limits and
 * shutdown. Beginning, ending and finding a call take constant time. Finding the calls of a session or principal takes
 * time proportional to their number.
 */
@Injectable()
export class RunningCalls {
  readonly #table = new CallTable();
  readonly #sessions = new CallGroups();
  readonly #principals = new CallGroups(IDLE_PRINCIPALS);
  readonly #ended = new RecentlyEnded();
  #size = 0;
  #waiting: (() => void)[] = [];

  /** Number of running calls. */
  get size(): number {
    return this.#size;
  }

  /** Records that a call has begun. The caller must end it with `RunningCall.end`. */
  begin(details: CallDetails): RunningCall {
    const call = new RunningCall(details, this.#end);
    this.#table.add(call);
    this.#sessions.begin(call.sessionId, call.ofSession);
    this.#principals.begin(call.principalId, call.ofPrincipal);
    this.#size += 1;
    return call;
  }

  find(callId: string): RunningCall | undefined {
    return this.#table.find(callId);
  }

  /** Every running call. */
  all(): RunningCall[] {
    return this.#sessions.all();
  }

  /** The running calls of a session, oldest first. */
  ofSession(sessionId: string): RunningCall[] {
    return this.#sessions.find(sessionId)?.calls.toArray() ?? [];
  }

  /** Number of running calls of a principal. Takes constant time. */
  countOf(principalId: string): number {
    return this.#principals.find(principalId)?.running ?? 0;
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
    if (this.#size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    await promise;
  }

  readonly #end = (call: RunningCall): void => {
    if (!this.#table.remove(call)) return;
    this.#sessions.end(call.sessionId, call.ofSession);
    this.#principals.end(call.principalId, call.ofPrincipal);
    this.#ended.add(call.callId, call.tenantId);
    this.#size -= 1;
    if (this.#size > 0) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  };
}
