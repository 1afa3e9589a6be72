import { PastRoutes } from '../../api/past-routes.ts';
import { Requests } from '../../api/requests.ts';
import { LiveCore } from '../core/live-core.ts';
import { ReplaySource } from '../replay/replay-source.ts';

/** The host of one tab that plays the past. `mount`: the path below which the server is mounted. */
export function replayHost(fetch: typeof globalThis.fetch, mount: string): LiveCore {
  const requests = new Requests(fetch, mount);
  return new LiveCore(requests, (listener) => new ReplaySource(new PastRoutes(requests), listener));
}
