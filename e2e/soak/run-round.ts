import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { BusyProcesses } from './busy-processes.ts';
import { readJestReport, readPlaywrightReport, type Outcome } from './reports.ts';
import type { Mode, Round } from './round.ts';

/** Milliseconds after which a round is stopped and counts as failed. */
const LIMIT_MS = 40 * 60_000;
/** The amount of random input in a fuzz round. A normal run of the tests makes a few percent of it. */
const FUZZ = { FUZZ: '4000', FUZZ_ROUNDS: '2000' };
/** Number of acts in each of the two runs of a cluster round. */
const ACTS = '60';
/** Milliseconds that an instance is paused, cut off or away in one of four acts of a cluster round. */
const LONG_MS = '30000';
/** Number of sessions that agents abandon in a round of the gateway: over HTTP, and over stdio with a process each. */
const ABANDONED = { SESSIONS: '10000', PROCESSES: '200' };
/** Number of servers that serve the suites of the browser in a round over a cluster. */
const INSTANCES = '2';
/** Number of characters of the output that a round without a report keeps. */
const OUTPUT_TAIL = 2_000;

export interface RoundOptions {
  mode: Mode;
  number: number;
  seed: number;
  /** Number of busy processes of a loaded round. */
  busy: number;
  /** Restricts Jest or Playwright to files that match. */
  patterns: string[];
  /** The folder for the output of the round. */
  folder: string;
  /** Stops the round, which then has no result. */
  signal: AbortSignal;
}

/** Runs one round. Resolves with undefined when it was stopped from outside. */
export async function runRound(options: RoundOptions): Promise<Round | undefined> {
  const { mode, number, seed, busy, folder, signal } = options;
  const [startedAt, loadAverage] = [new Date(), loadavg()[0] ?? 0];
  const report = join(folder, `${mode}-${number}.json`);
  const output = join(folder, `${mode}-${number}.log`);
  rmSync(report, { force: true });
  const load = new BusyProcesses(mode === 'loaded' ? busy : 0);
  try {
    const end = await runSuite(options, report, output);
    if (signal.aborted) return undefined;
    const outcome = readOutcome(mode, report, output, end);
    const durationMs = Date.now() - startedAt.getTime();
    return { mode, number, seed, startedAt: startedAt.toISOString(), durationMs, loadAverage, ...outcome };
  } finally {
    load.stop();
  }
}

/** Runs the suite of a mode in a process group of its own, and resolves with how it ended. */
async function runSuite(
  { mode, number, seed, patterns, signal }: RoundOptions,
  report: string,
  output: string,
): Promise<string> {
  const env = { ...process.env, SEED: String(seed) };
  const jest = ['test', '--', '--json', `--outputFile=${report}`];
  const playwright = ['run', 'test:browser', '--', '--reporter=list,json'];
  const reported = { PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const suites: Record<Mode, { args: string[]; env?: NodeJS.ProcessEnv }> = {
    idle: { args: [...jest, ...patterns] },
    loaded: { args: [...jest, ...patterns] },
    shuffled: { args: [...jest, '--randomize', `--seed=${seed}`, ...patterns] },
    browser: { args: [...playwright, ...patterns], env: reported },
    balanced: { args: [...playwright, ...patterns], env: { ...reported, INSTANCES } },
    fuzz: {
      args: [...jest, '--testTimeout', String(LIMIT_MS), 'e2e/wire/fuzz', 'e2e/admin/query-fuzz'],
      env: FUZZ,
    },
    chaos: { args: [...jest, 'e2e/stream/stream-chaos'], env: { ROUNDS: String(number) } },
    cluster: {
      args: [...jest, 'e2e/cluster/faults/cluster-chaos', 'e2e/admin/commands'],
      env: { ACTS, LONG_MS },
    },
    gateway: {
      args: [...jest, '--testTimeout', String(LIMIT_MS), 'e2e/gateway/sessions/abandoned-sessions'],
      env: ABANDONED,
    },
  };
  const suite = suites[mode];
  const child = spawn('npm', suite.args, {
    env: { ...env, ...suite.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const log = createWriteStream(output);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const limit = AbortSignal.timeout(LIMIT_MS);
  const stop = (): void => void (child.pid && process.kill(-child.pid, 'SIGKILL'));
  const either = AbortSignal.any([signal, limit]);
  either.addEventListener('abort', stop);
  const [code] = (await once(child, 'close')) as [number | null];
  either.removeEventListener('abort', stop);
  log.end();
  await once(log, 'close');
  return limit.aborted ? `was stopped after ${LIMIT_MS / 60_000} minutes` : `ended with code ${code}`;
}

function readOutcome(mode: Mode, report: string, output: string, end: string): Outcome {
  const isRight = end === 'ended with code 0';
  try {
    const json = JSON.parse(readFileSync(report, 'utf8'));
    const outcome =
      mode === 'browser' || mode === 'balanced' ? readPlaywrightReport(json) : readJestReport(json);
    if (isRight || outcome.failures.length > 0) return outcome;
    return { ...outcome, failures: [{ test: 'the run as a whole', message: `It ${end}` }] };
  } catch {
    const tail = readFileSync(output, 'utf8').slice(-OUTPUT_TAIL);
    return {
      passed: 0,
      failures: [{ test: 'the run as a whole', message: `It ${end}, without a report\n${tail}` }],
    };
  }
}
