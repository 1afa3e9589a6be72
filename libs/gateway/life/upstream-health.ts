import type { UpstreamState } from '#contract';
import { UpstreamFault, type UpstreamFaultCode } from '../link/upstream-fault.ts';
import { backOffMs, shortestBackOffMs } from './back-off.ts';

/** Processes that ended in a row, each soon after its start, until no further one is started. */
const CRASHES_UNTIL_PARKED = 10;
/** Milliseconds that a link must last to count as working. */
export const SUSTAINED_MS = 30_000;

/** Faults that say something about the upstream, and not only about one request. */
const FAULTS_OF_UPSTREAM: ReadonlySet<UpstreamFaultCode> = new Set([
  'COMMAND_NOT_FOUND',
  'START_FAILED',
  'EXITED_EARLY',
  'EXITED',
  'HANDSHAKE_TIMEOUT',
  'NOT_MCP',
  'UNAUTHORIZED',
  'DNS',
  'TLS',
  'UNREACHABLE',
  'HTTP_ERROR',
  'TOO_LONG',
]);

const CRASHES: ReadonlySet<UpstreamFaultCode> = new Set(['EXITED', 'EXITED_EARLY']);

/** What listeners learn of an upstream. */
export interface HealthListener {
  /** It works. `downMs`: for how many milliseconds it did not before; missing if that is not known. */
  up(downMs?: number): void;
  down(fault: UpstreamFault): void;
}

/** Whether an upstream works, by the last that was heard of it: the one source of its state. */
export class UpstreamHealth {
  #failures = 0;
  /** Until then, further failures are part of the last one: all sessions notice it when a server goes. */
  #countedUntil = 0;
  #last: 'up' | UpstreamFault | undefined;
  #downAt: number | undefined;
  #upSince: Date | undefined;
  #verdict: 'parked' | 'refused' | undefined;
  /** Whether it has been started or reached for since it failed. */
  #isTried = false;

  constructor(
    private readonly name: string,
    private readonly listener: HealthListener,
  ) {}

  /** `isConnected`: it has a process, or a session. */
  state(isConnected: boolean): UpstreamState {
    if (this.#verdict) return this.#verdict;
    if (this.#last === 'up') return isConnected ? 'up' : 'idle';
    if (isConnected && this.#isTried) return 'starting';
    return this.#last ? 'waiting' : 'idle';
  }

  /** Whether its credentials were refused, so that nothing is tried with them. */
  get isRefused(): boolean {
    return this.#verdict === 'refused';
  }

  /** Since when it has worked; undefined if it does not. */
  get upSince(): Date | undefined {
    return this.#upSince;
  }

  /** The last fault; undefined if it has worked since. */
  get fault(): UpstreamFault | undefined {
    return this.#last instanceof UpstreamFault ? this.#last : undefined;
  }

  /** Milliseconds until the next attempt that nobody asks for; undefined if there is to be none. */
  get retryMs(): number | undefined {
    return this.#verdict ? undefined : backOffMs(this.#failures);
  }

  /** Throws if nothing may be started: it failed too often, or its credentials were refused. */
  admit(): void {
    switch (this.#verdict) {
      case 'parked':
        throw new UpstreamFault(
          'PARKED',
          `Upstream "${this.name}" has ended too often and is not started any more. An admin can restart it.`,
        );
      case 'refused':
        throw new UpstreamFault(
          'UNAUTHORIZED',
          `Upstream "${this.name}" has refused its credentials. Correct them, then restart it.`,
        );
      case undefined:
    }
  }

  /** It is started, or reached for. */
  begun(): void {
    this.#isTried = true;
  }

  /** The upstream has answered. `isProof`: it works, whatever was before. A process that answers may end again at once. */
  succeeded(isProof: boolean): void {
    if (isProof) this.#forgetFailures();
    if (this.#last === 'up') return;
    const downMs = this.#downAt === undefined ? undefined : performance.now() - this.#downAt;
    this.#last = 'up';
    this.#upSince = new Date();
    this.#downAt = undefined;
    this.listener.up(downMs);
  }

  /** `isSustained`: some link has lasted for long, so the upstream does not fail again and again. */
  failed(fault: UpstreamFault, isSustained: boolean): void {
    if (!FAULTS_OF_UPSTREAM.has(fault.code)) return;
    const isNews = fault.code === 'EXITED' || this.fault?.code !== fault.code;
    this.#countFailure(fault, isSustained);
    this.#last = fault;
    this.#isTried = false;
    this.#upSince = undefined;
    this.#downAt ??= performance.now();
    if (isNews) this.listener.down(fault);
    if (fault.code === 'UNAUTHORIZED') this.#verdict = 'refused';
    if (CRASHES.has(fault.code) && this.#failures >= CRASHES_UNTIL_PARKED && !this.#verdict) this.#park();
  }

  /** An admin wants it to be tried again. */
  reset(): void {
    this.#forgetFailures();
    this.#verdict = undefined;
    this.#last = undefined;
    this.#upSince = undefined;
    this.#downAt = undefined;
  }

  /** Each process that ends is counted, because each was started. */
  #countFailure({ code }: UpstreamFault, isSustained: boolean): void {
    const isCounted = CRASHES.has(code) || performance.now() >= this.#countedUntil;
    if (isSustained) this.#failures = 1;
    else if (isCounted) this.#failures += 1;
    if (isCounted) this.#countedUntil = performance.now() + shortestBackOffMs(this.#failures);
  }

  #forgetFailures(): void {
    this.#failures = 0;
    this.#countedUntil = 0;
  }

  #park(): void {
    this.#verdict = 'parked';
    const message = `Upstream "${this.name}" has ended ${this.#failures} times in a row, and is not started any more.`;
    this.listener.down(new UpstreamFault('PARKED', message));
  }
}
