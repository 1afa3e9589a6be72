import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { SHUTDOWN_STEPS, type ShutdownStep } from './shutdown-steps.ts';

/** Work of one step of a shutdown. */
interface ShutdownWork {
  /** Does the work. When `deadline` aborts, the shutdown stops waiting, and the work releases its resources. */
  run: (deadline: AbortSignal) => unknown;
  /** Names what the work waits for, as in "waited 5 s for the log to commit 3 events". */
  waitsFor: () => string;
}

/**
 * Shuts Crowsnest down: runs the {@link SHUTDOWN_STEPS} in order, once. If work fails or takes too long, it logs the
 * name of the step and goes on with the next one. Libraries add plain methods to a step; only this class uses a
 * shutdown hook of Nest.
 */
@Injectable()
export class Shutdown implements OnModuleDestroy {
  readonly #logger = new Logger('Shutdown');
  readonly #work = new Map<ShutdownStep, ShutdownWork[]>();
  readonly #deadlines = new Map<ShutdownStep, number>(
    SHUTDOWN_STEPS.map(({ step, deadlineMs }) => [step, deadlineMs]),
  );
  #running: Promise<void> | undefined;

  /** Adds work to a step. All work of a step runs concurrently, and also if the application never started. */
  during(
    step: ShutdownStep,
    run: ShutdownWork['run'],
    waitsFor: ShutdownWork['waitsFor'] = () => 'its work to end',
  ): void {
    this.#work.set(step, [...(this.#work.get(step) ?? []), { run, waitsFor }]);
  }

  /** Sets how long a step may take, in milliseconds. */
  setDeadline(step: ShutdownStep, deadlineMs: number): void {
    this.#deadlines.set(step, deadlineMs);
  }

  /** Runs every step. Further calls return the same promise. Never rejects. */
  run(): Promise<void> {
    this.#running ??= this.#runSteps();
    return this.#running;
  }

  /** Nest calls this before it destroys any other module; `ShutdownModule` ensures that. */
  onModuleDestroy(): Promise<void> {
    return this.run();
  }

  async #runSteps(): Promise<void> {
    for (const { step } of SHUTDOWN_STEPS) await this.#runStep(step);
  }

  async #runStep(step: ShutdownStep): Promise<void> {
    const pending = new Set(this.#work.get(step));
    const deadlineMs = this.#deadlines.get(step) ?? 0;
    const deadline = new AbortController();
    const { promise: isOver, resolve: goOn } = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      for (const work of pending) this.#logLate(step, deadlineMs, work);
      deadline.abort();
      goOn();
    }, deadlineMs);
    const all = Array.from(pending, async (work) => {
      await this.#runWork(step, work, deadline.signal);
      pending.delete(work);
    });
    await Promise.race([isOver, Promise.all(all)]);
    clearTimeout(timer);
  }

  async #runWork(step: ShutdownStep, { run }: ShutdownWork, deadline: AbortSignal): Promise<void> {
    try {
      await run(deadline);
    } catch (error) {
      const reason = error instanceof Error ? error.stack : String(error);
      this.#logger.error(`Step "${step}" failed; going on: ${reason}`);
    }
  }

  #logLate(step: ShutdownStep, deadlineMs: number, { waitsFor }: ShutdownWork): void {
    const waited = deadlineMs < 1_000 ? `${deadlineMs} ms` : `${deadlineMs / 1_000} s`;
    this.#logger.warn(`Step "${step}": waited ${waited} for ${waitsFor()}; going on`);
  }
}
