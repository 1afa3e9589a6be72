import { constants } from 'node:os';
import { basename } from 'node:path';
import { finished } from 'node:stream/promises';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { completeOptions, Observer, type ObservedConnection } from '../../../packages/observe/index.ts';
import { COMMAND_LINE_VARIABLES } from '../../server/configuration/variables/command-line-variables.ts';
import { ENDED_BY_SIGNAL, NOT_EXECUTABLE, NOT_FOUND } from '../exit-codes.ts';
import { CommandProcess, type CommandEnd } from './child.ts';
import { LineReader } from './line-reader.ts';
import { messageOfLine } from './message-line.ts';

/** What the command line chooses. */
export interface StdioChoice {
  name?: string;
  payloads?: boolean;
}

/** Milliseconds without output after which nothing more of an ended command is expected. */
const SILENT_MS = 1_000;
/** Milliseconds that what is still to be sent may take. */
const FLUSH_MS = 1_000;

/**
 * Runs a command, passes its standard streams on byte for byte, and tells Crowsnest what a copy of them says. Ends as the
 * command does: with its exit code, or by its signal.
 */
export async function runStdio(command: string, args: readonly string[], choice: StdioChoice): Promise<void> {
  const observer = observerOf(command, choice);
  // The key is no option, because other users of a machine can see those. The command does not get it.
  const { [COMMAND_LINE_VARIABLES.ingestKey]: _, ...env } = process.env;
  const running = new CommandProcess(command, args, env);
  const connection = observer?.connection({ sessionId: () => undefined, isSession: true });
  passThrough(running, connection);
  let end: CommandEnd;
  try {
    end = await running.ended;
  } catch (error) {
    return endAs({ code: reportFault(command, error as NodeJS.ErrnoException), signal: null });
  }
  await drained(running);
  connection?.closed(process.stdin.readableEnded ? 'client' : 'shutdown');
  await observer?.close(FLUSH_MS);
  endAs(end);
}

function passThrough({ stdin, stdout }: CommandProcess, connection: ObservedConnection | undefined): void {
  process.stdin.pipe(stdin);
  stdout.pipe(process.stdout);
  // Whoever has gone is noticed by the other side, as if nothing stood between them.
  stdin.on('error', () => process.stdin.destroy());
  process.stdout.on('error', () => stdout.destroy());
  if (!connection) return;
  const received = new LineReader((line) => connection.received(messageOfLine(line)));
  const sent = new LineReader((line) => connection.sent(messageOfLine(line)));
  process.stdin.on('data', (chunk: Buffer) => received.add(chunk));
  stdout.on('data', (chunk: Buffer) => sent.add(chunk));
}

function observerOf(
  command: string,
  { name = basename(command), payloads = false }: StdioChoice,
): Observer | undefined {
  const onTrouble = ({ code, message }: { code: string; message: string }): void => {
    if (code !== 'unreachable') process.stderr.write(`crowsnest stdio: ${message}\n`);
  };
  const complete = completeOptions({ name, payloads, onTrouble }, process.env);
  return complete && new Observer(complete);
}

/**
 * Waits for what the command has written last, however slowly the client reads it. A process that it has left behind may hold
 * its output open for ever, so a silence is the end as well.
 */
async function drained({ stdout }: CommandProcess): Promise<void> {
  let heardAt = performance.now();
  stdout.on('data', () => (heardAt = performance.now()));
  const isSilent = (): boolean =>
    !process.stdout.writableNeedDrain && performance.now() - heardAt >= SILENT_MS;
  const ended = finished(stdout, { writable: false }).then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([ended, pause(SILENT_MS, false)]))) {
    // What has arrived while this process was busy is no silence: timers come before what was received.
    await nextTurn();
    if (isSilent()) break;
  }
  await new Promise<void>((resolve) => {
    if (process.stdout.destroyed) resolve();
    else process.stdout.write('', () => resolve());
  });
}

function reportFault(command: string, { code, message }: NodeJS.ErrnoException): number {
  const problem = code === 'ENOENT' ? 'there is no such command' : message;
  process.stderr.write(`crowsnest stdio: ${command} cannot be run: ${problem}\n`);
  return code === 'ENOENT' ? NOT_FOUND : NOT_EXECUTABLE;
}

function endAs({ code, signal }: CommandEnd): never {
  if (signal === null) process.exit(code ?? 0);
  process.kill(process.pid, signal);
  // A process of Node.js goes on after some of them, such as SIGPIPE.
  process.exit(ENDED_BY_SIGNAL + constants.signals[signal]);
}
