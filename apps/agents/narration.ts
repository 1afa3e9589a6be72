import type { Answer, Call, Progress } from './connections/connection.ts';
import type { AgentTotals } from './agent-totals.ts';

/** Writes one line. */
export type Tell = (line: string) => void;

const LONGEST_QUOTE = 60;
const PROGRESS_EVERY_MS = 2_000;

/** Writes lines such as `12:03:04 archivist     …`, in local time. */
export function teller(name: string, write: (text: string) => void): Tell {
  return (line) => write(`${new Date().toTimeString().slice(0, 8)} ${name.padEnd(12)}  ${line}\n`);
}

/** A short description of the call: its tool and first argument. */
export function describeCall({ tool, args }: Call): string {
  return `${tool}(${JSON.stringify(Object.values(args)[0])})`;
}

/** The outcome of a call and its duration. */
export function describeAnswer({ outcome, text }: Answer, durationMs: number): string {
  const duration = `${Math.round(durationMs)} ms`;
  return outcome === 'failed' ? `failed after ${duration}: ${quote(text)}` : `${outcome} after ${duration}`;
}

/** Everything an agent did, in one line. */
export function describeTotals({ visits, calls, failed, cancelled }: AgentTotals): string {
  return `visits ${visits}, calls ${calls}, failed ${failed}, cancelled ${cancelled}`;
}

/** Writes the progress of a call, at most every two seconds. */
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
