import type { CrowsnestEvent } from '#contract';
import { waitUntil } from '../../support/environment/wait-until.ts';
import { readAll } from '../../support/server/admin-api.ts';

/** Resolves with what Crowsnest has been told of the sessions of a server, once its calls are told. */
export async function eventsToldBy(
  origin: string,
  server: string,
  { calls }: { calls: number },
): Promise<CrowsnestEvent[]> {
  const told = async (): Promise<CrowsnestEvent[]> => {
    const all = await readAll(origin, '0');
    const opened = all.filter(({ data }) => 'upstream' in data && data.upstream === server);
    const sessions = new Set(opened.map(({ sessionId }) => sessionId));
    return all.filter(({ sessionId }) => sessions.has(sessionId));
  };
  const isEnd = ({ type }: CrowsnestEvent): boolean => type === 'tool:done' || type === 'tool:error';
  await waitUntil(async () => (await told()).filter(isEnd).length >= calls, {
    reason: `${calls} calls of ${server} are told`,
    seen: told,
  });
  return told();
}
