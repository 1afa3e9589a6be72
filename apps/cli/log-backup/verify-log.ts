import { compareEventIds, type EventId } from '#contract';
import { isComplete, requireFinished, type EventLog } from '#events';
import { CallPairs } from './call-pairs.ts';
import { CounterFold } from './counter-fold.ts';

/** Number of events that are read together. */
const PAGE_EVENTS = 2_000;
/** A range of all times. */
const ALL_TIMES = ['0', '9'] as const;

/** What was found in a log without a fault. */
export interface Findings {
  events: number;
  first: EventId | undefined;
  last: EventId | undefined;
  /** Number of calls that have not ended. */
  openCalls: number;
  /** Number of events from which the counters were counted again; undefined where the log no longer holds enough. */
  countedAgain: number | undefined;
}

/** A log has a fault. The message names the first one. */
export class LogFault extends Error {
  override readonly name = 'LogFault';
}

/** Reads a whole log, which is open. Rejects with a {@link LogFault} or a `LogError`. */
export async function verifyLog(log: EventLog): Promise<Findings> {
  await requireFinished(log);
  const isWhole = await isComplete(log, ...ALL_TIMES);
  const calls = new CallPairs(isWhole);
  const counters = await CounterFold.of(log, isWhole);
  let events = 0;
  let first: EventId | undefined;
  let last = log.start;
  for await (const event of allEvents(log)) {
    if (compareEventIds(event.id, last) <= 0)
      throw new LogFault(`the id ${event.id} comes after ${last}: ids have to increase`);
    const fault = calls.add(event);
    if (fault !== undefined) throw new LogFault(fault);
    counters.apply(event);
    events += 1;
    first ??= event.id;
    last = event.id;
  }
  if (last !== log.last) throw new LogFault(`the last event is ${last}, but should be ${log.last}`);
  const difference = counters.difference();
  if (difference !== undefined) throw new LogFault(difference);
  return {
    events,
    first,
    last: first && last,
    openCalls: calls.open,
    countedAgain: counters.countedAgain,
  };
}

async function* allEvents(log: EventLog) {
  for (let after = log.start; ;) {
    const page = await log.read({ after, limit: PAGE_EVENTS });
    const last = page.at(-1)?.id;
    if (last === undefined) return;
    for (const { event } of page) yield event;
    // A log whose ids go back would be read for ever.
    if (compareEventIds(last, after) <= 0)
      throw new LogFault(`the id ${last} comes after ${after}: ids have to increase`);
    after = last;
  }
}
