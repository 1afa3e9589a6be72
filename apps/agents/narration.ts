import type { Answer, Call, Progress } from './connections/connection.ts';
import type { Tally } from './tally.ts';

/** Says one line. */
export type Tell = (line: string) => void;

const LONGEST_QUOTE = 60;
const PROGRESS_EVERY_MS = 2_000;

/** Writes lines of the form `12:03:04 archivist     …` (local time). */
export function teller(name: string, write: (text: string) => void): Tell {
  return (line) => write(`${new Date().toTimeString().slice(0, 8)} ${name.padEnd(12)}  ${line}\n`);
}

/** The call in a few words: its tool and its first argument. */
export function describeCall({ tool, args }: Call): string {
  return `${tool}(${JSON.stringify(Object.values(args)[0])})`;
}

/** What came of a call, and after how long. */
export function describeAnswer({ outcome, text }: Answer, durationMs: number): string {
  const duration = `${Math.round(durationMs)} ms`;
  return outcome === 'failed' ? `failed after ${duration}: ${quote(text)}` : `${outcome} after ${duration}`;
}

/** What an agent did, in one line. */
export function describeTally({ visits, calls, failed, cancelled }: Tally): string {
  return `visits ${visits}, calls ${calls}, failed ${failed}, cancelled ${cancelled}`;
}

/** Tells the progress of a call, at most every two seconds. */
export function progressTeller(call: Call, tell: Tell): (progress: Progress) => void {
  let toldAt = performance.now();
  return ({ progress, total, message }) => {
    if (performance.now() - toldAt < PROGRESS_EVERY_MS) return;
    toldAt = performance.now();
    tell(`${describeCall(call)} … ${message ?? [progress, total].join(' of ')}`);
  };
}

function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE)}…` : line;
}
