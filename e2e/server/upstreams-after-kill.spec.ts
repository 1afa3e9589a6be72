import { connectLegacyClient } from '#testing';
import { waitUntil } from '../support/environment/wait-until.ts';
import { isRunning, stdioFaultServer } from '../support/fault-server/fault-server.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';

it('leaves no process of an upstream behind when it is killed, although they ignore SIGTERM and the end of their input', async () => {
  const upstreams = JSON.stringify({ stubborn: stdioFaultServer('stubborn') });
  const server = await ServerProcess.start(await freePort(), {
    CROWSNEST_LOG: 'memory:',
    CROWSNEST_UPSTREAMS: upstreams,
  });
  const agent = await connectLegacyClient(server.origin);
  const pidOf = async (tool: string): Promise<number> => {
    const { content } = await agent.callTool({ name: tool, arguments: {} });
    return Number((content as { text: string }[])[0]?.text);
  };
  const pids = [await pidOf('pid'), await pidOf('fork')];
  expect(pids.map(isRunning)).toEqual([true, true]);
  await server.kill();
  await waitUntil(() => !pids.some(isRunning), { reason: 'nothing is left' });
  await agent.close();
});
