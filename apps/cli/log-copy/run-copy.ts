import { Logger } from '@nestjs/common';
import { withoutCredentials } from '#events';
import { logSettingsOrExit } from '../../server/configuration/index.ts';
import { copyLog, type CopiedEvent } from './copy-log.ts';
import { complainOf, Interruption, progress } from './reporting.ts';

/** Copies a log, reports on standard error how far it is, and prints the outcome. Sets the exit code. */
export async function runCopy(from: string, to: string): Promise<void> {
  Logger.overrideLogger(['error', 'fatal']);
  const options = logSettingsOrExit();
  const interruption = new Interruption();
  try {
    const outcome = await copyLog({ from, to, options, signal: interruption.signal, copied: progress() });
    const { events, first, last, ends } = outcome;
    const ids = first && last ? `: first ${textOf(first)}, last ${textOf(last)}` : '';
    const ended = ends > 0 ? ` Ended what was still open with ${ends} events.` : '';
    process.stdout.write(`Copied ${events} events to ${withoutCredentials(to)}${ids}.${ended}\n`);
  } catch (error) {
    complainOf(error, interruption);
    if (interruption.signal.aborted)
      process.stderr.write(
        `${withoutCredentials(to)} is incomplete, and no server starts on it. Delete it.\n`,
      );
  }
}

function textOf({ before, after }: CopiedEvent): string {
  return before === after ? after : `${after} (was ${before})`;
}
