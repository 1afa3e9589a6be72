import { connectLegacyClient, connectModernClient } from '#testing';
import { readStats } from '../support/server/admin-api.ts';
import { ADMIN_TOKEN, freePort, ServerProcess } from '../support/server/server-process.ts';

describe('the embedding example', () => {
  it('serves its tools to agents of both eras and shows their calls', async () => {
    const env = { ADMIN_TOKEN };
    const server = await ServerProcess.start(await freePort(), env, { main: 'dist/examples/embed/main.js' });
    const legacy = await connectLegacyClient(server.origin);
    const modern = await connectModernClient(server.origin);
    const order = (number: string) => ({ name: 'get_order', arguments: { number } });
    expect(await legacy.callTool(order('A-1'))).toMatchObject({
      structuredContent: { status: 'shipped' },
    });
    expect(await modern.callTool(order('B-9'))).toMatchObject({ isError: true });
    expect(await readStats(server.origin)).toMatchObject({
      totalToolCalls: 2,
      errorCount: 1,
      activeSessions: 2,
    });
    await Promise.all([legacy.close(), modern.close()]);
    await server.stop();
  });
});
