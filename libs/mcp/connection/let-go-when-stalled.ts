import type { ServerResponse } from 'node:http';

/** Milliseconds without progress after which the connection of an agent that does not read is closed. */
const STALLED_MS = 30_000;

/** Closes the connection of a response once the agent stops reading, even if part of the response is unsent. */
export function letGoWhenStalled(response: ServerResponse): void {
  response.setTimeout(STALLED_MS, () => response.destroy());
}
