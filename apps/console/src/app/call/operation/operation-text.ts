import { formatDuration } from '../../time/durations.ts';
import type { Operation } from './operation.ts';

/** Says how long an operation took, and what of that was work. Its parts are calls. */
export function operationText({ parts, isWaiting, totalMs, workingMs }: Operation): string {
  const waited = Math.max(0, totalMs - workingMs);
  const waits = isWaiting ? 'and waits for input' : `and waited ${formatDuration(waited)} for input`;
  return `worked ${formatDuration(workingMs)} in ${callsText(parts.length)} ${waits}`;
}

function callsText(count: number): string {
  return count === 1 ? '1 call' : `${count} calls`;
}
