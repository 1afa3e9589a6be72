import type { StatsSnapshot } from '#contract';
import { connectLegacyClient, connectModernClient } from '#testing';
import { waitUntil } from '../support/environment/wait-until.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';

describe('the embedding example', () => {
  it('serves its tools to agents of both eras and shows their calls to the admin of its sign-in line', async () => {
    const server = await ServerProcess.start(await freePort(), {}, { main: 'dist/examples/embed/main.js' });
    const legacy = await connectLegacyClient(server.origin);
    const modern = await connectModernClient(server.origin);
    const order = (number: string) => ({ name: 'get_order', arguments: { number } });
    expect(await legacy.callTool(order('A-1'))).toMatchObject({
      structuredContent: { status: 'shipped' },
    });
    expect(await modern.callTool(order('B-9'))).toMatchObject({ isError: true });
    const token = await waitUntil(() => /#token=(\S+)/.exec(server.output)?.[1], {
      reason: 'the sign-in line is printed',
      seen: () => server.output,
    });
    const stats = await fetch(`${server.origin}/stats`, { headers: { authorization: `Bearer ${token}` } });
    expect((await stats.json()) as StatsSnapshot).toMatchObject({
      totalToolCalls: 2,
      errorCount: 1,
      activeSessions: 2,
    });
    await Promise.all([legacy.close(), modern.close()]);
    await server.stop();
  });
});
