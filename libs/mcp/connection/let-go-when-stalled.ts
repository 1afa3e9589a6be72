import type { ServerResponse } from 'node:http';

/** Milliseconds without progress after which an agent that leaves something unread is let go. */
const STALLED_MS = 30_000;

/** Ends the connection of a response, whatever is left of it, once the agent takes nothing any more. */
export function letGoWhenStalled(response: ServerResponse): void {
  response.setTimeout(STALLED_MS, () => response.destroy());
}
