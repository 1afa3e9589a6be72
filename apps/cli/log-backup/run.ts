import { Logger } from '@nestjs/common';
import { createEventLog, KEEP_ALL, withoutCredentials, type LogOptions } from '#events';
import { logSettingsOrExit, logUrlOrExit } from '../../server/configuration/index.ts';
import { FAULT } from '../exit-codes.ts';
import { complainOf, Interruption, progress } from '../log-copy/reporting.ts';
import { backUp, restore } from './back-up.ts';
import { fileOf, logInFile, withCopyOf } from './log-place.ts';
import { LogFault, verifyLog, type Findings } from './verify-log.ts';

/** `log backup`: prints where the backup is. Sets the exit code. */
export function runBackup(file: string, log = logUrlOrExit()): Promise<void> {
  return run(async (request) => {
    await backUp({ log, file, ...request });
    return `Backed up ${withoutCredentials(log)} to ${file}. "crowsnest log verify ${file}" checks it.`;
  });
}

/** `log restore`: prints where the log is. Sets the exit code. */
export function runRestore(file: string, log = logUrlOrExit()): Promise<void> {
  return run(async (request) => {
    await restore({ log, file, ...request });
    return `Restored ${file} to ${withoutCredentials(log)}.`;
  });
}

/** `log verify`: prints what a log holds, or its first fault. `place` is a URL, or the path of a file. Sets the exit code. */
export function runVerify(place = logUrlOrExit()): Promise<void> {
  const url = /^[a-z+]+:/.test(place) ? place : logInFile(place);
  return run(async ({ options }) => {
    const path = fileOf(url);
    if (path === undefined) return textOf(withoutCredentials(url), await verify(url, options));
    return withCopyOf(path, async (copy) =>
      textOf(`${path} (version ${copy.version})`, await verify(logInFile(copy.path), options)),
    );
  });
}

interface Request {
  options: LogOptions;
  signal: AbortSignal;
  copied: ReturnType<typeof progress>;
}

async function run(work: (request: Request) => Promise<string>): Promise<void> {
  Logger.overrideLogger(['error', 'fatal']);
  const options = logSettingsOrExit();
  const interruption = new Interruption();
  try {
    const outcome = await work({ options, signal: interruption.signal, copied: progress() });
    process.stdout.write(`${outcome}\n`);
  } catch (error) {
    if (!(error instanceof LogFault)) return complainOf(error, interruption);
    process.stderr.write(`The log has a fault: ${error.message}.\n`);
    process.exitCode = FAULT;
  }
}

async function verify(url: string, options: LogOptions): Promise<Findings> {
  const log = createEventLog(url, { ...options, ...KEEP_ALL });
  try {
    await log.open();
    return await verifyLog(log);
  } finally {
    await log.close();
  }
}

function textOf(name: string, { events, first, last, openCalls, countedAgain }: Findings): string {
  const ids = first && last ? `, ${first} to ${last}` : '';
  const counters =
    countedAgain === undefined
      ? 'The counters could not be counted again: the log no longer holds what they began from.'
      : `The counters are those that ${countedAgain} of them give.`;
  return `${name}: ${events} events${ids}, without a fault. ${openCalls} calls have not ended. ${counters}`;
}
