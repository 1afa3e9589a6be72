import { connectLegacyClient, TESTING_ADMIN_TOKEN } from '#testing';
import type { Upstreams } from '#gateway';
import { asAdmin } from '../support/server/admin-api.ts';
import { HttpFaultServer } from '../support/fault-server/http-fault-server.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { stdioFaultServer } from '../support/fault-server/fault-server.ts';
import { startApplication } from '../support/server/test-application.ts';
import { samplesIn, valuesOf, type Sample } from './prometheus-text.ts';

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

it('the metrics measure requests to upstream servers, and their sessions, by the conventions of OpenTelemetry', async () => {
  const faulty = new HttpFaultServer();
  const url = await faulty.listen();
  const upstreams: Upstreams = { pipe: stdioFaultServer(), http: { url, era: 'legacy' } };
  const { app, origin } = await startApplication([], { signIn: { tokens }, upstreams });
  const [pipe, http] = [
    await connectLegacyClient(`${origin}/mcp/pipe`),
    await connectLegacyClient(`${origin}/mcp/http`),
  ];
  // Only tools that are listed are told apart.
  await pipe.listTools();
  await pipe.callTool({ name: 'pid' });
  await pipe.callTool({ name: 'nowhere' }).catch(() => undefined);
  faulty.fault = 'reset';
  await http.callTool({ name: 'pid' }).catch(() => undefined);
  const read = async () => samplesIn(await (await asAdmin(origin, '/metrics')).text());
  const counts = (samples: readonly Sample[], metric: string) =>
    samples
      .filter(({ name }) => name === `${metric}_count`)
      .map(({ labels, value }) => ({ ...labels, value }));
  const requests = counts(await read(), 'mcp_client_operation_duration_seconds');
  await pipe.callTool({ name: 'die' }).catch(() => undefined);
  await http.transport.terminateSession();
  const sessions = await waitUntil(
    async () => {
      const ended = counts(await read(), 'mcp_client_session_duration_seconds');
      return ended.length === 2 && ended;
    },
    { reason: 'both sessions have ended' },
  );
  const ofPipe = { upstream: 'pipe', network_transport: 'pipe' };
  const ofHttp = {
    upstream: 'http',
    network_transport: 'tcp',
    server_address: '127.0.0.1',
    server_port: new URL(url).port,
  };
  const call = { mcp_method_name: 'tools/call', gen_ai_operation_name: 'execute_tool' };
  for (const expected of [
    { mcp_method_name: 'initialize', ...ofPipe, value: 1 },
    { mcp_method_name: 'tools/list', ...ofPipe, value: 1 },
    { ...call, gen_ai_tool_name: 'pid', ...ofPipe, value: 1 },
    {
      ...call,
      gen_ai_tool_name: '_OTHER',
      error_type: '-32602',
      rpc_response_status_code: '-32602',
      ...ofPipe,
      value: 1,
    },
    { ...call, gen_ai_tool_name: 'pid', error_type: 'UNREACHABLE', ...ofHttp, value: 1 },
  ])
    expect(requests).toContainEqual(expected);
  expect(sessions).toHaveLength(2);
  expect(sessions).toContainEqual({ error_type: 'EXITED', ...ofPipe, value: 1 });
  expect(sessions).toContainEqual({ ...ofHttp, value: 1 });
  await app.close();
  faulty.close();
});
