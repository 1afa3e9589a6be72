import { parseArgs } from 'node:util';

/** The options of the command line. */
export interface BenchRequest {
  /** Prefixes of the rows to measure; empty for all rows. */
  prefixes: string[];
  rounds: number;
  /** The folder for a CPU profile of each server; undefined for no profiles. */
  profiles: string | undefined;
  /** Whether to write the results into docs/measurements.md. */
  document: boolean;
  /** The path of another built checkout to measure beside this one, if any. */
  compare: string | undefined;
}

export const USAGE = `Usage: npm run bench -- [PREFIX…] [--rounds N] [--compare CHECKOUT] [--document] [--profiles FOLDER]

Measures the rows whose names begin with one of the prefixes (observe, endpoint, metrics, traces, gateway,
session, ablation, fanout, publish, cluster, stalled, replay, idle, history, stats, console, hostile), or all of
them, and writes bench/results.json. The rows of the console need Chromium; CHROMIUM names another one than Debian's.

  --rounds N          how often each contestant is measured (default 5)
  --compare CHECKOUT  measure another built checkout of this repository as well, in turn with this one, and
                      print both side by side
  --document          write the results to docs/measurements.md as well; rows that are not measured keep theirs
  --profiles FOLDER   keep a CPU profile of every server
`;

const DEFAULT_ROUNDS = 5;

/** Parses the arguments. A returned text says what is wrong with them. */
export function readCommandLine(args: string[]): BenchRequest | string {
  try {
    const options = {
      rounds: { type: 'string' },
      profiles: { type: 'string' },
      compare: { type: 'string' },
      document: { type: 'boolean', default: false },
    } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const rounds = Number(values.rounds ?? DEFAULT_ROUNDS);
    if (!Number.isInteger(rounds) || rounds < 1) return '--rounds takes a whole number from 1.';
    const { profiles, compare, document } = values;
    if (document && compare !== undefined && positionals.length > 0)
      return '--document together with --compare takes all rows, and no prefixes.';
    return { prefixes: positionals, rounds, profiles, compare, document };
  } catch (error) {
    return (error as Error).message;
  }
}
