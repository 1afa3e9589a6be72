import type { GapFrame } from '#contract';

/** What people are told of events that the stream can no longer deliver. */
export function gapText({ requested, resumedAfter, from, to, missing }: GapFrame): string {
  const count = missing === null ? 'Events are missing' : `${missing} events are missing`;
  const times = [from && `from ${from}`, to && `to ${to}`].filter(Boolean).join(' ');
  return `${count} here${times && `, ${times}`}: the log no longer has those after ${requested} up to ${resumedAfter}.`;
}
