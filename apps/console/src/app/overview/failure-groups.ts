import type { CrowsnestEvent, EventOf } from '#contract';

/** The event of a call that failed. */
export type Failure = EventOf<'tool:error'>;

/** Failures that are alike: of one tool, of one kind, and with one message. */
export interface FailureGroup {
  tool: string;
  kind: Failure['data']['kind'];
  message: string;
  count: number;
  sessions: number;
  /** The newest of them. */
  latest: Failure;
}

/** Groups failures, the group with the newest one first. `failures` is newest first. */
export function groupFailures(failures: readonly Failure[]): FailureGroup[] {
  const groups = new Map<string, { events: Failure[]; sessions: Set<string> }>();
  for (const event of failures) {
    const { tool, kind, error } = event.data;
    const key = JSON.stringify([tool, kind, error]);
    const group = groups.get(key) ?? { events: [], sessions: new Set() };
    group.events.push(event);
    group.sessions.add(event.sessionId);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ events, sessions }) => {
    const [latest] = events;
    if (!latest) return [];
    const { tool, kind, error: message } = latest.data;
    return [{ tool, kind, message, count: events.length, sessions: sessions.size, latest }];
  });
}

/** Whether an event tells of a call that failed. */
export function isFailure(event: CrowsnestEvent): event is Failure {
  return event.type === 'tool:error';
}
