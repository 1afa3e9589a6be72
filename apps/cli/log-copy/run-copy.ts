import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { LogError, NewerCheckpointError, withoutCredentials } from '#events';
import { logSettingsOrExit } from '../../server/configuration/index.ts';
import { CopyError } from './copy-error.ts';
import { copyLog, type CopiedEvent } from './copy-log.ts';

/** Milliseconds from one line of progress to the next. */
const PROGRESS_MS = 1_000;
/** The exit code after an interruption, as in shells. */
const INTERRUPTED = 130;

/** Copies a log, reports on standard error how far it is, and prints the outcome. Sets the exit code. */
export async function runCopy(from: string, to: string): Promise<void> {
  Logger.overrideLogger(['error', 'fatal']);
  const options = logSettingsOrExit();
  const interruption = new AbortController();
  process.once('SIGINT', () => interruption.abort(new CopyError('The copy was interrupted.')));
  let isDue = true;
  const copied = (count: number, { timestamp }: { timestamp: string }): void => {
    if (!isDue) return;
    isDue = false;
    void pause(PROGRESS_MS, undefined, { ref: false }).then(() => (isDue = true));
    process.stderr.write(`${count.toLocaleString('en')} events, up to ${timestamp}\n`);
  };
  try {
    const outcome = await copyLog({ from, to, options, signal: interruption.signal, copied });
    const { events, first, last, ends } = outcome;
    const ids = first && last ? `: first ${textOf(first)}, last ${textOf(last)}` : '';
    const ended = ends > 0 ? ` Ended what was still open with ${ends} events.` : '';
    process.stdout.write(`Copied ${events} events to ${withoutCredentials(to)}${ids}.${ended}\n`);
  } catch (error) {
    process.stderr.write(`${explanationOf(error)}\n`);
    if (interruption.signal.aborted)
      process.stderr.write(
        `${withoutCredentials(to)} is incomplete, and no server starts on it. Delete it.\n`,
      );
    process.exitCode = interruption.signal.aborted ? INTERRUPTED : 1;
  }
}

function textOf({ before, after }: CopiedEvent): string {
  return before === after ? after : `${after} (was ${before})`;
}

function explanationOf(error: unknown): string {
  const isExpected =
    error instanceof CopyError || error instanceof LogError || error instanceof NewerCheckpointError;
  return isExpected ? error.message : String(error instanceof Error ? error.stack : error);
}
