import type { EventId } from '#contract';
import { withoutCredentials, type LoggedEvent, type LogOptions } from '#events';
import { CopyError } from './copy-error.ts';
import { FoldedLog } from './folded-log.ts';
import { SourceLog } from './source-log.ts';
import { TargetLog } from './target-log.ts';

/** What to copy, and how. */
export interface CopyRequest {
  from: string;
  to: string;
  /** The source is read as a whole, whatever they say of retention. */
  options: LogOptions;
  /**
   * Whether servers may go on with the source. The copy then holds what was there when it began. By default one in use is
   * refused, because what a server appends afterwards would be missing.
   */
  mayBeInUse?: boolean;
  /** When it aborts, the copy rejects with its reason, and the target stays marked as unfinished. */
  signal: AbortSignal;
  /** Called, and waited for, after each page, with the number of copied events and the last of them. */
  copied: (count: number, last: LoggedEvent) => unknown;
}

/** An event that was copied: its id in the source and in the target. */
export interface CopiedEvent {
  before: EventId;
  after: EventId;
}

/** What was copied. */
export interface CopyOutcome {
  events: number;
  first: CopiedEvent | undefined;
  last: CopiedEvent | undefined;
  /** Number of events that end what was still open. */
  ends: number;
}

/**
 * Copies the events of a log, the states of its projections, and earlier states, into an empty log. Rejects with a
 * `CopyError` or a `LogError`.
 */
export async function copyLog(request: CopyRequest): Promise<CopyOutcome> {
  const { from, to, options } = request;
  const source = await SourceLog.open(from, options);
  try {
    const folded = new FoldedLog(source.log);
    const hasTotals = await folded.restore();
    if (!hasTotals && source.isEmpty)
      throw new CopyError(`The log ${withoutCredentials(from)} is empty: there is nothing to copy.`);
    const target = await TargetLog.open(to, folded.names, options);
    try {
      return await copyAll({ source, folded, target }, request);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

interface Parts {
  source: SourceLog;
  folded: FoldedLog;
  target: TargetLog;
}

async function copyAll(
  { source, folded, target }: Parts,
  { signal, copied, mayBeInUse = false }: CopyRequest,
): Promise<CopyOutcome> {
  const { ids } = target;
  let first: EventId | undefined;
  let last: EventId | undefined;
  for await (const events of source.pages()) {
    signal.throwIfAborted();
    folded.apply(events);
    await target.append(events);
    first ??= events[0]?.id;
    last = events.at(-1)?.id;
    await copied(ids.count, events.at(-1)!);
  }
  if (!mayBeInUse) await source.requireUnchanged();
  await copyStates({ source, folded, target });
  const checkpoints = folded.checkpointsFor(ids);
  // A server that is alone with its log ends what is open when it starts. Of several, none knows that it is left.
  const ends = target.isShared ? folded.openEnds : [];
  await target.publish(ends);
  signal.throwIfAborted();
  await target.finish(checkpoints);
  return { events: ids.count, first: pairOf(first), last: pairOf(last), ends: ends.length };

  function pairOf(before: EventId | undefined): CopiedEvent | undefined {
    return before && { before, after: ids.positionOf(before) };
  }
}

/** Copies the earlier states, from which the counters at any event are folded. */
async function copyStates({ source, folded, target }: Parts): Promise<void> {
  const name = folded.keptName;
  for (const state of folded.newStates) await target.keepState(name, folded.stateFor(state, target.ids));
  for await (const state of source.states(name))
    await target.keepState(name, folded.stateFor(state, target.ids));
}
