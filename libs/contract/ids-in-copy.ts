import type { EventId } from './ids.ts';
import type { InFlightCall } from './sessions/calls-in-flight.ts';

/** The ids of a log's events in a copy of the log. */
export interface IdsInCopy {
  /** The id of an event in the copy; undefined if the copy does not have the event. */
  idOf(id: EventId): EventId | undefined;
  /** The position in the copy after the same events as a position in the log. */
  positionOf(id: EventId): EventId;
}

/** A saved state for a copy of the log. */
export function renumbered<T extends { asOf: EventId; calls: InFlightCall[] }>(saved: T, ids: IdsInCopy): T {
  const calls = saved.calls.map(({ startId, ...call }) => {
    const id = startId && ids.idOf(startId);
    return id === undefined ? call : { ...call, startId: id };
  });
  return { ...saved, asOf: ids.positionOf(saved.asOf), calls };
}
