import { failureGroupOf, groupKeyOf, type CrowsnestEvent, type EventOf, type FailureGroup } from '#contract';

/** The event of a call that failed. */
export type Failure = EventOf<'tool:error'>;

/** Failures that are alike, as the page of errors groups them. */
export interface RecentFailures extends FailureGroup {
  /** Identifies the group in a filter. */
  key: string;
  count: number;
  sessions: number;
  /** When the first and the last of them were stamped: ISO 8601, UTC. */
  from: string;
  to: string;
  /** The newest of them. */
  latest: Failure;
}

/** Groups failures, the group with the newest one first. `failures` is newest first. */
export function groupFailures(failures: readonly Failure[]): RecentFailures[] {
  const groups = new Map<string, { group: FailureGroup; events: Failure[] }>();
  for (const event of failures) {
    const group = failureGroupOf(event.data);
    const key = groupKeyOf(group);
    const known = groups.get(key) ?? { group, events: [] };
    known.events.push(event);
    groups.set(key, known);
  }
  return [...groups].flatMap(([key, { group, events }]) => {
    const [latest] = events;
    if (!latest) return [];
    const stamps = events.map(({ timestamp }) => timestamp).toSorted();
    const sessions = new Set(events.map(({ sessionId }) => sessionId)).size;
    const [from = '', to = ''] = [stamps.at(0), stamps.at(-1)];
    return [{ ...group, key, count: events.length, sessions, from, to, latest }];
  });
}

/** Whether an event tells of a call that failed. */
export function isFailure(event: CrowsnestEvent): event is Failure {
  return event.type === 'tool:error';
}
