import type { BenchProcess } from './processes/bench-process.ts';
import type { RowSpec } from './row.ts';

/** The samples, one per round, by the name of the row. */
export type Samples = Record<string, readonly number[]>;

/** The tools that a scenario gets for one run. */
export interface BenchRun {
  /** How often each contestant is measured, alternating with the others. */
  rounds: number;
  /** A folder for this run only, removed afterwards. */
  folder: string;
  /** Whether this row was requested. */
  wants(row: string): boolean;
  /** Starts a process from the path of its module below `bench`. It ends with the scenario. */
  start(module: string, ...args: string[]): Promise<BenchProcess>;
  /** Starts a server of the measured head from the path of its module below `bench`. */
  startCrowsnest(module: CrowsnestServer, ...args: string[]): Promise<BenchProcess>;
  /** Lets the other head measure, if two are compared. Call it between measurements. */
  handOver(): Promise<void>;
  /** Reports how a figure was obtained. */
  note(text: string): void;
}

/** The bench's servers with Crowsnest. Another checkout must have them at the same paths, with the same commands. */
export type CrowsnestServer = 'mcp/servers/crowsnest' | 'stream/servers/crowsnest';

/** Rows that are measured together. */
export interface Scenario {
  rows: readonly RowSpec[];
  /** Whether it is skipped for the other head, if two are compared. */
  ofThisHeadAlone?: true;
  measure(run: BenchRun): Promise<Samples>;
}
