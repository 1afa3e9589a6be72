import { GAP_FRAME, HELLO_FRAME, type GapFrame, type HelloFrame } from '#contract';

/** Milliseconds after which a client that lost the stream connects again. */
const RETRY_MS = 3_000;

/** A comment: it reaches the client and dispatches no event. */
export const HEARTBEAT = ': heartbeat\n\n';

/** The first frame. Like `gap` it has no `id:`, so that a client's last id is always that of an event. */
export function helloFrame(hello: HelloFrame): string {
  return `event: ${HELLO_FRAME}\nretry: ${RETRY_MS}\ndata: ${JSON.stringify(hello)}\n\n`;
}

export function gapFrame(gap: GapFrame): string {
  return `event: ${GAP_FRAME}\ndata: ${JSON.stringify(gap)}\n\n`;
}
