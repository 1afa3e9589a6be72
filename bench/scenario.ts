import type { BenchProcess } from './processes/bench-process.ts';
import type { RowSpec } from './row.ts';

/** Figures by the names of their rows. */
export type Figures = Record<string, number>;

/** What a scenario is given. */
export interface BenchRun {
  /** How often each contestant is measured, in turn with the others. */
  rounds: number;
  /** A folder for this run alone; removed afterwards. */
  folder: string;
  /** Whether this row was asked for. */
  wants(row: string): boolean;
  /** Starts a process of the bench, by the path of its module below `bench`; it ends with the scenario. */
  start(module: string, ...args: string[]): Promise<BenchProcess>;
  /** Tells the reader something about how a figure came to be. */
  note(text: string): void;
}

/** Rows that are measured together. */
export interface Scenario {
  rows: readonly RowSpec[];
  measure(run: BenchRun): Promise<Figures>;
}
