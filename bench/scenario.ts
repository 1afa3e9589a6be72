import type { BenchProcess } from './processes/bench-process.ts';
import type { RowSpec } from './row.ts';

/** What was measured, one sample per round, by the names of the rows. */
export type Samples = Record<string, readonly number[]>;

/** What a scenario is given. */
export interface BenchRun {
  /** How often each contestant is measured, in turn with the others. */
  rounds: number;
  /** A folder for this run alone; removed afterwards. */
  folder: string;
  /** Whether this row was asked for. */
  wants(row: string): boolean;
  /** Starts a process by the path of its module below `bench`. It ends with the scenario. */
  start(module: string, ...args: string[]): Promise<BenchProcess>;
  /** Starts a server of the measured head, by the path of its module below `bench`. */
  startCrowsnest(module: CrowsnestServer, ...args: string[]): Promise<BenchProcess>;
  /** Lets the other head measure, where two are compared. Call it between measurements. */
  handOver(): Promise<void>;
  /** Reports how a figure came to be. */
  note(text: string): void;
}

/** The bench's servers of Crowsnest. Another checkout is asked for its own by the same paths and commands. */
export type CrowsnestServer = 'mcp/servers/crowsnest' | 'stream/servers/crowsnest';

/** Rows that are measured together. */
export interface Scenario {
  rows: readonly RowSpec[];
  /** Whether another head has no part in it, where two are compared. */
  ofThisHeadAlone?: true;
  measure(run: BenchRun): Promise<Samples>;
}
