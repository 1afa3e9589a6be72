import type { INestApplication } from '@nestjs/common';
import { filter, firstValueFrom, map, startWith, throwError, throwIfEmpty, timeout } from 'rxjs';
import { compareEventIds, type CrowsnestEvent, type EventOf, type EventType } from '#contract';
import { EventLog } from '#events';
import { collectEvents, EventCollection } from './event-collection.ts';
import { describeEvents, describeSelection, isSelected, type EventSelection } from './event-selection.ts';

/** Less than the default time limit of test runners, 5,000 ms, so that the test fails with this error. */
const DEFAULT_TIMEOUT_MS = 4_000;
/** The number of earlier events that are searched when an event was awaited too late. */
const LOOK_BACK = 1_000;

/** How an event is awaited. */
export interface AwaitOptions<E = CrowsnestEvent> {
  /** Milliseconds after which the wait fails. Default: 4,000. */
  timeoutMs?: number;
  /** An additional condition that the event must meet. */
  where?: (event: E) => boolean;
}

/**
 * Resolves with the first selected event. From an application, it waits for events that are published from now on, so
 * call it before the action that causes the event. From a collection, it also finds events that are already there.
 * Rejects with a list of the events that came instead, after `timeoutMs` or when the application closes.
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
Begin to wait before the action that causes it, or wait on a collection that began earlier.`;
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
  // The log cannot be read once the application has closed.
  const latest = await app
    .get(EventLog)
    .read({ limit: LOOK_BACK })
    .catch(() => []);
  return latest
    .map(({ event }) => event)
    .findLast((event) => compareEventIds(event.id, since) <= 0 && isMeant(event));
}
