import { setTimeout as pause } from 'node:timers/promises';
import type { CrowsnestEvent, GapFrame } from '#contract';
import { note, print } from '../server/print.ts';
import { ServerFault } from '../server/server-fault.ts';
import type { Server } from '../server/server.ts';
import { eventLine } from '../text/event-line.ts';
import { gapText } from './gap-text.ts';
import { WatchedStream, type StreamListener } from './watched-stream.ts';

/** Milliseconds before the first new attempt to connect; each further one waits twice as long, up to the longest. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/** How to print the stream. */
export interface TailChoice {
  filter: string;
  /** Number of past events to begin with. */
  last?: string;
  json?: true;
}

/**
 * Prints events until the process ends. A connection that is lost is made again, and goes on after the last event; only a
 * first one that fails, and a refusal, end the command. Rejects with a `ServerFault`.
 */
export async function tail(server: Server, { filter, last, json }: TailChoice): Promise<void> {
  process.once('SIGINT', () => process.exit());
  const query = new URLSearchParams({
    ...(filter && { filter }),
    ...(last !== undefined && { replay: last }),
  });
  const printer = new Printer(json === true);
  const stream = new WatchedStream(server, query, printer);
  for (let attempts = 0; ; attempts += 1) {
    const fault = await endOf(stream);
    if (fault && (!fault.isPassing || !printer.wasConnected)) throw fault;
    if (printer.isConnected) attempts = 0;
    printer.lost(fault?.message ?? `The server at ${server.url} has closed the stream`);
    await pause(fault?.retryAfterMs ?? waitBefore(attempts));
  }
}

/** Reads a connection to its end, and resolves with what ended it. */
async function endOf(stream: WatchedStream): Promise<ServerFault | undefined> {
  try {
    await stream.read();
    return undefined;
  } catch (error) {
    if (error instanceof ServerFault) return error;
    throw error;
  }
}

/** Random, so that all who lost a server do not return at the same moment. */
function waitBefore(attempts: number): number {
  const longest = Math.min(FIRST_WAIT_MS * 2 ** attempts, LONGEST_WAIT_MS);
  return longest * (0.5 + Math.random() / 2);
}

/** Prints events on standard output, and says on standard error what is between them. */
class Printer implements StreamListener {
  wasConnected = false;
  isConnected = false;

  constructor(private readonly asJson: boolean) {}

  event(event: CrowsnestEvent, json: string): Promise<void> {
    return print(this.asJson ? json : eventLine(event));
  }

  gap(gap: GapFrame): void {
    note(gapText(gap));
  }

  connected(): void {
    if (this.wasConnected) note('Connected again.');
    this.wasConnected = true;
    this.isConnected = true;
  }

  /** Says it once for each connection that was lost. */
  lost(problem: string): void {
    if (this.isConnected) note(`${problem}. Trying to connect again.`);
    this.isConnected = false;
  }
}
