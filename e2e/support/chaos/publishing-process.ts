import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { EventId } from '#contract';
import type { EventRecordBook } from './event-record-book.ts';
import type { Order, PublishingOptions, Report } from './protocol.ts';

const PROGRAM = 'dist/e2e/support/chaos/publishing-server.js';
/** Milliseconds after which a process that has not obeyed an order is killed. */
const PATIENCE_MS = 60_000;

/** A publishing server in a child process, which reports its committed events into a record. */
export class PublishingProcess {
  origin = '';
  /** Where the log began when the process started, and where it begins according to the last report. */
  earliest = '0' as EventId;
  start = '0' as EventId;
  /** Whether it has shut down gracefully. */
  hasStopped = false;
  #output = '';
  #isReady = false;
  #done = 0;
  #changed = Promise.withResolvers<void>();

  private constructor(
    private readonly child: ChildProcess,
    private readonly record: EventRecordBook,
  ) {
    child.on('message', (report: Report) => this.#take(report));
    child.on('exit', () => this.#notify());
    child.stderr?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
  }

  /** Starts the process; resolves once it serves and has reported what the log held. */
  static async start(options: PublishingOptions, record: EventRecordBook): Promise<PublishingProcess> {
    const child = fork(PROGRAM, [JSON.stringify(options)], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const started = new PublishingProcess(child, record);
    await started.#until(() => started.#isReady);
    return started;
  }

  /** Gives an order; resolves once it was carried out, and rejects if the process ends before. */
  async tell(order: Order): Promise<void> {
    const done = this.#done + 1;
    this.child.send(order);
    await this.#until(() => this.#done >= done);
  }

  /** Gives an order, and kills the process while it carries it out, once `afterEvents` more events were reported. */
  async tellAndKill(order: Order, afterEvents: number): Promise<void> {
    const enough = this.record.events.length + afterEvents;
    const done = this.#done + 1;
    this.child.send(order);
    await this.#until(() => this.record.events.length >= enough || this.#done >= done);
    await this.kill();
  }

  /** Sends SIGKILL; resolves once all its remaining reports were read. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const closed = once(this.child, 'close');
    this.child.kill('SIGKILL');
    await closed;
  }

  /** Shuts the process down gracefully. */
  async stop(): Promise<void> {
    const closed = once(this.child, 'close');
    await this.tell({ order: 'stop' });
    await closed;
    this.hasStopped = true;
  }

  #take(report: Report): void {
    this.start = report.start;
    if (report.report === 'committed') this.record.add(report.events);
    else if (report.report === 'done') this.#done += 1;
    else {
      this.origin = report.origin;
      this.earliest = report.start;
      this.#isReady = true;
    }
    this.#notify();
  }

  async #until(condition: () => boolean): Promise<void> {
    const late = AbortSignal.timeout(PATIENCE_MS);
    while (!condition()) {
      if (this.child.exitCode !== null || late.aborted) {
        this.child.kill('SIGKILL');
        throw new Error(`The publishing server ${late.aborted ? 'is late' : 'ended'}: ${this.#output}`);
      }
      await Promise.race([this.#changed.promise, once(late, 'abort')]);
    }
  }

  #notify(): void {
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers();
    resolve();
  }
}
