import { setTimeout as pause } from 'node:timers/promises';
import { LogError, NewerCheckpointError } from '#events';
import { FAULT, INTERRUPTED } from '../exit-codes.ts';
import { CopyError } from './copy-error.ts';

/** Milliseconds from one line of progress to the next. */
const PROGRESS_MS = 1_000;

/** Ctrl-C ends the work of a command in order. */
export class Interruption {
  readonly #controller = new AbortController();

  constructor() {
    process.once('SIGINT', () => this.#controller.abort(new CopyError('The command was interrupted.')));
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }
}

/** Says on standard error how many events were copied, now and then. */
export function progress(): (count: number, last: { timestamp: string }) => void {
  let isDue = true;
  return (count, { timestamp }) => {
    if (!isDue) return;
    isDue = false;
    void pause(PROGRESS_MS, undefined, { ref: false }).then(() => (isDue = true));
    process.stderr.write(`${count.toLocaleString('en')} events, up to ${timestamp}\n`);
  };
}

/** Says on standard error why a command failed, and sets the exit code. */
export function complainOf(error: unknown, { signal }: Interruption): void {
  const isExpected =
    error instanceof CopyError || error instanceof LogError || error instanceof NewerCheckpointError;
  const explanation = isExpected ? error.message : String(error instanceof Error ? error.stack : error);
  process.stderr.write(`${explanation}\n`);
  process.exitCode = signal.aborted ? INTERRUPTED : FAULT;
}
