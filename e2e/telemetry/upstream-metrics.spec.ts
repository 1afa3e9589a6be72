import { connectLegacyClient, TESTING_ADMIN_TOKEN } from '#testing';
import { waitUntil } from '../support/environment/wait-until.ts';
import { stdioFaultServer } from '../support/fault-server/fault-server.ts';
import { startApplication } from '../support/server/test-application.ts';
import { samplesIn, valuesOf } from './prometheus-text.ts';

const tokens = [{ token: TESTING_ADMIN_TOKEN, name: 'admin', role: 'admin', tenantId: null }] as const;

it('the metrics tell of each upstream server, also of one that has failed', async () => {
  const upstreams = { sound: stdioFaultServer(), broken: { command: 'no-such-command' } };
  const { app, origin } = await startApplication([], { signIn: { tokens }, upstreams });
  const agent = await connectLegacyClient(`${origin}/mcp/sound`);
  await expect(connectLegacyClient(`${origin}/mcp/broken`)).rejects.toThrow('no-such-command');
  const hung = agent.callTool({ name: 'hang', arguments: {} }).catch((error: unknown) => error);
  const read = async () => {
    const headers = { authorization: `Bearer ${TESTING_ADMIN_TOKEN}` };
    return samplesIn(await (await fetch(`${origin}/metrics`, { headers })).text());
  };
  await waitUntil(
    async () => valuesOf(await read(), 'crowsnest_upstream_requests_in_flight')['sound'] === 1,
    { reason: 'the call has reached the upstream' },
  );
  const samples = await read();
  expect(valuesOf(samples, 'crowsnest_upstream_up')).toEqual({ sound: 1, broken: 0 });
  expect(valuesOf(samples, 'crowsnest_upstream_sessions')).toEqual({ sound: 1, broken: 0 });
  expect(valuesOf(samples, 'crowsnest_upstream_requests_waiting')).toEqual({ sound: 0, broken: 0 });
  expect(valuesOf(samples, 'crowsnest_upstream_restarts_total')).toEqual({ sound: 0, broken: 0 });
  await agent.close();
  await hung;
  await app.close();
});
