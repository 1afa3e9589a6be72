import { ROUTES } from '#contract';

import { Requests } from '../../api/requests.ts';
import type { AccountBoard } from '../account-board.ts';
import { LiveCore } from '../core/live-core.ts';
import { LiveStream } from '../stream/live-stream.ts';

/** Creates the host of all tabs of a browser. `mount` is the path where the server is mounted. */
export function liveHost(fetch: typeof globalThis.fetch, mount: string, board?: AccountBoard): LiveCore {
  // Arguments and results are read for a call that is opened, and for no other.
  const url = `${mount}${ROUTES.events}?payloads=hidden`;
  return new LiveCore(
    new Requests(fetch, mount),
    (listener) =>
      new LiveStream({
        url,
        fetch,
        onFrame: (frame) => listener.onFrame(frame),
        onConnection: (connection) => listener.onConnection(connection),
      }),
    board,
  );
}
