import { availableParallelism } from 'node:os';
import { InvalidArgumentError, program } from 'commander';
import { ResultsFile } from './results-file.ts';
import { MODES, roundsToRun, type Mode, type Plan, type Round } from './round.ts';
import { runRound } from './run-round.ts';
import { summarize } from './summary.ts';

interface Options extends Partial<Plan> {
  suites: number;
  busy: number;
  seed: number;
  results: string;
}

/** Modes that run only if their option names them. */
const BY_NAME_ONLY: ReadonlySet<Mode> = new Set(['fuzz', 'chaos', 'cluster', 'balanced', 'gateway']);

program
  .name('npm run soak --')
  .description(
    'Repeats the test suites and lists each test that ever failed. Rounds are kept in a file of the commit: a stopped ' +
      'run continues where it was. Build the console first if you run the browser suite.',
  )
  .argument('[patterns...]', 'restrict rounds to test files that match')
  .option('--suites <n>', 'rounds of the first four modes that no other option names', count, 0)
  .option('--idle <n>', 'rounds of Jest', count)
  .option('--loaded <n>', 'rounds of Jest beside busy processes', count)
  .option('--shuffled <n>', 'rounds of Jest in shuffled order, each with a seed of its own', count)
  .option('--browser <n>', 'rounds of the browser suite', count)
  .option('--fuzz <n>', 'rounds of random input at length, each with a seed of its own', count)
  .option('--chaos <n>', 'kills, stalls and cuts of a stream, all in one run', count)
  .option(
    '--cluster <n>',
    'rounds of kills, pauses and cuts of several instances, each with a seed of its own',
    count,
  )
  .option('--balanced <n>', 'rounds of the browser suite over two servers behind a load balancer', count)
  .option(
    '--gateway <n>',
    'rounds of 10,000 sessions over HTTP and 200 over stdio that agents abandon',
    count,
  )
  .option('--busy <n>', 'busy processes of a loaded round', count, 2 * availableParallelism())
  .option('--seed <n>', 'seed of the first round of each mode; each further round adds one', count, 1)
  .option('--results <folder>', 'folder of the results', 'dist/soak')
  .action(soak);

await program.parseAsync();

function count(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('Give a whole number up to 9999.');
  return Number(text);
}

async function soak(patterns: string[], options: Options): Promise<void> {
  const plan = planOf(options);
  if (Object.values(plan).every((rounds) => rounds === 0))
    program.error('There is nothing to run: name the rounds, as in --suites 5, or --idle 10 --chaos 80.');
  const file = new ResultsFile(options.results, patterns);
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());
  for (const { mode, number } of roundsToRun(plan, file.rounds)) {
    const seed = mode === 'chaos' ? options.seed : options.seed + number - 1;
    const { busy } = options;
    const { folder } = file;
    const round = await runRound({ mode, number, seed, busy, patterns, folder, signal: stopped.signal });
    if (!round) break;
    file.add(round);
    say(progressLine(round));
  }
  say(`\n${summarize(file.rounds)}\n${file.path}`);
  const isComplete = roundsToRun(plan, file.rounds).length === 0;
  const hasFailed = file.rounds.some(({ failures }) => failures.length > 0);
  process.exitCode = isComplete && !hasFailed ? 0 : 1;
}

function planOf(options: Options): Plan {
  const rounds = (mode: Mode): number => options[mode] ?? (BY_NAME_ONLY.has(mode) ? 0 : options.suites);
  return Object.fromEntries(MODES.map((mode) => [mode, rounds(mode)])) as Plan;
}

function progressLine({ mode, number, seed, passed, failures, durationMs }: Round): string {
  const failed = failures.map(({ test }) => `\n  ${test}`).join('');
  return `${mode} ${number} (seed ${seed}): ${passed} passed, ${failures.length} failed, ${Math.round(durationMs / 1_000)} s${failed}`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
