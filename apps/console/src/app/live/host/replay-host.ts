import { PastRoutes } from '../../api/routes/past-routes.ts';
import { Requests } from '../../api/requests.ts';
import type { AccountBoard } from '../account-board.ts';
import { LiveCore } from '../core/live-core.ts';
import { ReplaySource } from '../replay/replay-source.ts';

/** Creates the host of a tab's replay. `mount` is the path where the server is mounted. */
export function replayHost(fetch: typeof globalThis.fetch, mount: string, board?: AccountBoard): LiveCore {
  const requests = new Requests(fetch, mount);
  return new LiveCore(requests, (listener) => new ReplaySource(new PastRoutes(requests), listener), board);
}
