import { Logger } from '@nestjs/common';
import { jest } from '@jest/globals';
import { Readiness } from './readiness.ts';
import { SHUTDOWN_STEPS } from './shutdown-steps.ts';
import { Shutdown } from './shutdown.ts';

const STEPS = SHUTDOWN_STEPS.map(({ step }) => step);

const never = (): Promise<void> => new Promise(() => undefined);

describe('Shutdown', () => {
  let shutdown: Shutdown;
  let lines: string[];
  let begun: string[];
  /** Adds work to every step that records the step and then runs the given function. */
  const everywhere = (run: (step: string) => unknown): void => {
    for (const step of STEPS) shutdown.during(step, () => (begun.push(step), run(step)));
  };

  beforeEach(() => {
    jest.useFakeTimers();
    lines = [];
    begun = [];
    const note = (line: unknown): void => void lines.push(String(line));
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(note);
    jest.spyOn(Logger.prototype, 'error').mockImplementation(note);
    shutdown = new Shutdown();
  });

  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('runs its steps in order, each after the previous one has ended', async () => {
    const ended: string[] = [];
    everywhere(async (step) => {
      expect(ended).toEqual(STEPS.slice(0, STEPS.indexOf(step as never)));
      await Promise.resolve();
      ended.push(step);
    });
    await shutdown.run();
    expect(ended).toEqual(STEPS);
    expect(lines).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('logs what a step waits for at its deadline, aborts the work and goes on', async () => {
    const aborted: boolean[] = [];
    shutdown.setDeadline('flush the log', 1_500);
    shutdown.during(
      'flush the log',
      (deadline) => (deadline.addEventListener('abort', () => aborted.push(true)), never()),
      () => 'the log to commit 3 events',
    );
    shutdown.during('flush the log', () => undefined);
    shutdown.during('close the log', () => begun.push('close the log'));
    const running = shutdown.run();
    await jest.advanceTimersByTimeAsync(1_499);
    expect({ lines, begun, aborted }).toEqual({ lines: [], begun: [], aborted: [] });
    await jest.advanceTimersByTimeAsync(1);
    await running;
    expect(lines).toEqual(['Step "flush the log": waited 1.5 s for the log to commit 3 events; going on']);
    expect({ begun, aborted }).toEqual({ begun: ['close the log'], aborted: [true] });
  });

  it('ends within the sum of its deadlines, less than 30 seconds, even if nothing ever answers', async () => {
    everywhere(never);
    const sum = SHUTDOWN_STEPS.reduce((total, { deadlineMs }) => total + deadlineMs, 0);
    expect(sum).toBeLessThan(30_000);
    const running = shutdown.run();
    await jest.advanceTimersByTimeAsync(sum);
    await running;
    expect(begun).toEqual(STEPS);
    expect(lines).toHaveLength(STEPS.length);
  });

  it('runs the other work of a step, and the later steps, when some work fails', async () => {
    everywhere((step) => {
      if (step === 'end sessions') throw new Error('thrown at once');
      return Promise.reject(new Error('rejected later'));
    });
    everywhere(() => undefined);
    await shutdown.run();
    expect(begun).toEqual(STEPS.flatMap((step) => [step, step]));
    expect(lines).toHaveLength(STEPS.length);
    expect(lines[STEPS.indexOf('end sessions')]).toMatch(/^Step "end sessions" failed.*thrown at once/);
  });

  it('runs only once, however often it is called', async () => {
    everywhere(() => undefined);
    await Promise.all([shutdown.run(), shutdown.onModuleDestroy()]);
    await shutdown.run();
    expect(begun).toEqual(STEPS);
  });

  it('changes readiness from ready to draining at once', () => {
    const readiness = new Readiness(shutdown);
    expect(readiness.state).toBe('ready');
    void shutdown.run();
    expect(readiness.state).toBe('draining');
  });
});
