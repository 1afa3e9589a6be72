import { compareEventIds, type EventId } from '#contract';

import { failureText } from '../../api/api-error.ts';
import type { ServerRoutes } from '../../api/server-routes.ts';
import type { WholeEvent } from '../messages.ts';

/** The largest second part of an id. */
const LAST_PART = '9223372036854775807';

/** Reads one event from the server's log. */
export async function readEvent(routes: ServerRoutes, id: EventId): Promise<WholeEvent> {
  try {
    const { events } = await routes.readHistory(before(id), 1);
    const event = events.find((found) => compareEventIds(found.id, id) === 0);
    return event ? { event } : { problem: 'The log no longer has this event.' };
  } catch (error) {
    return { problem: failureText(error) };
  }
}

/** The position right before an event. */
function before(id: EventId): EventId {
  const [major = '0', minor] = id.split('-');
  if (minor === undefined) return String(BigInt(major) - 1n) as EventId;
  if (minor !== '0') return `${major}-${BigInt(minor) - 1n}` as EventId;
  return `${BigInt(major) - 1n}-${LAST_PART}` as EventId;
}
