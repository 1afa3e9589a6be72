import type { INestApplication } from '@nestjs/common';
import { filter, firstValueFrom, map, startWith, throwError, throwIfEmpty, timeout } from 'rxjs';
import { compareEventIds, type CrowsnestEvent, type EventOf, type EventType } from '#contract';
import { EventLog } from '#events';
import { collectEvents, EventCollection } from './event-collection.ts';
import { describeEvents, describeSelection, isSelected, type EventSelection } from './event-selection.ts';

/** Less than the 5,000 ms that runners give a test by default: the account comes before the runner gives up. */
const DEFAULT_TIMEOUT_MS = 4_000;
/** As many of the events before are looked through for one that was awaited too late. */
const LOOK_BACK = 1_000;

export interface AwaitOptions<E = CrowsnestEvent> {
  /** Milliseconds after which the event is given up. Default: 4,000. */
  timeoutMs?: number;
  /** What has to hold of the event besides. */
  where?: (event: E) => boolean;
}

/**
 * Resolves with the first event that is meant: of those that an application commits from now on, so begin to
 * wait before you bring the event about; or of those in a collection, at once when it is there already.
 * Rejects with an account of what was seen instead, after `timeoutMs` or when the application closes.
 */
export async function awaitEvent<T extends EventType>(
  source: INestApplication | EventCollection,
  type: T,
  options?: AwaitOptions<EventOf<T>>,
): Promise<EventOf<T>>;
export async function awaitEvent(
  source: INestApplication | EventCollection,
  selection: EventSelection,
  options?: AwaitOptions,
): Promise<CrowsnestEvent>;
export async function awaitEvent(
  source: INestApplication | EventCollection,
  selection: EventSelection,
  { timeoutMs = DEFAULT_TIMEOUT_MS, where = () => true }: AwaitOptions = {},
): Promise<CrowsnestEvent> {
  const isMeant = (event: CrowsnestEvent): boolean => isSelected(selection, event) && where(event);
  if (source instanceof EventCollection) return firstIn(source, isMeant, selection, timeoutMs);
  const collection = collectEvents(source);
  try {
    return await firstIn(collection, isMeant, selection, timeoutMs);
  } catch (error) {
    const missed = await lastBefore(collection.since, source, isMeant);
    if (missed && error instanceof Error)
      error.message += `\nIt came too early:\n${describeEvents([missed])}
Begin to wait before you bring it about, or await it from a collection that began before it.`;
    throw error;
  } finally {
    collection.stop();
  }
}

function firstIn(
  { events, additions }: EventCollection,
  isMeant: (event: CrowsnestEvent) => boolean,
  selection: EventSelection,
  timeoutMs: number,
): Promise<CrowsnestEvent> {
  const failure = (when: string): Error =>
    new Error(`No ${describeSelection(selection)} came ${when}. What came:\n${describeEvents(events)}`);
  return firstValueFrom(
    additions.pipe(
      startWith(undefined),
      map(() => events.find(isMeant)),
      filter((event) => event !== undefined),
      timeout({ first: timeoutMs, with: () => throwError(() => failure(`within ${timeoutMs} ms`)) }),
      throwIfEmpty(() => failure('before the collection stopped')),
    ),
  );
}

async function lastBefore(
  since: string,
  app: INestApplication,
  isMeant: (event: CrowsnestEvent) => boolean,
): Promise<CrowsnestEvent | undefined> {
  // An application that has closed cannot be asked.
  const latest = await app
    .get(EventLog)
    .read({ limit: LOOK_BACK })
    .catch(() => []);
  return latest
    .map(({ event }) => event)
    .findLast((event) => compareEventIds(event.id, since) <= 0 && isMeant(event));
}
