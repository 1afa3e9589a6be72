import { compareEventIds, positionBefore, type EventId } from '#contract';

import { failureText } from '../../api/api-error.ts';
import type { ServerRoutes } from '../../api/routes/server-routes.ts';
import type { WholeEvent } from '../messages.ts';

/** Reads one event from the server's log. */
export async function readEvent(routes: ServerRoutes, id: EventId): Promise<WholeEvent> {
  try {
    const { events } = await routes.readHistory(positionBefore(id), 1);
    const event = events.find((found) => compareEventIds(found.id, id) === 0);
    return event ? { event } : { problem: 'The log no longer has this event.' };
  } catch (error) {
    return { problem: failureText(error) };
  }
}
