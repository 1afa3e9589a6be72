import type { INestApplication } from '@nestjs/common';
import { connectLegacyClient, connectModernClient, TESTING_ADMIN_TOKEN } from '#testing';
import { EventLog } from '#events';
import { QuotaRules } from '#quotas';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { ingest, INGEST_OPTION, OutsideSource } from '../support/ingest/outside-source.ts';
import { asAdmin, readStats } from '../support/server/admin-api.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { startApplication } from '../support/server/test-application.ts';
import { samplesIn, valuesOf, type Sample } from './prometheus-text.ts';

const METRICS_TOKEN = 'reads-the-metrics-and-nothing-else';
const TENANT_TOKEN = 'sees-the-tenant-acme-and-no-other';

/** The metrics once they have what has happened, which the log commits first. */
async function readMetrics(origin: string, app: INestApplication): Promise<Sample[]> {
  await app.get(EventLog).flush();
  const response = await fetch(`${origin}/metrics`, {
    headers: { authorization: `Bearer ${METRICS_TOKEN}` },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  return samplesIn(await response.text());
}

describe('the metrics', () => {
  let app: INestApplication;
  let origin: string;

  beforeEach(async () => {
    ({ app, origin } = await startApplication([ScriptedTools], {
      telemetry: { metricsToken: METRICS_TOKEN },
      ingest: INGEST_OPTION,
      signIn: {
        tokens: [
          { token: TENANT_TOKEN, name: 'ann', role: 'admin', tenantId: 'acme' },
          { token: TESTING_ADMIN_TOKEN, name: 'admin', role: 'admin', tenantId: null },
        ],
      },
    }));
  });

  afterEach(() => app.close());

  it('tell how much of its limits a tenant uses, and what was refused', async () => {
    app.get(QuotaRules).replaceAll({ tenants: { default: { callsPerMinute: 2, callsAtOnce: 5 } } });
    const agent = await connectModernClient(app);
    const call = () => agent.callTool({ name: 'add', arguments: { a: 1, b: 2 } });
    await call();
    await call();
    await expect(call()).rejects.toThrow('may make 2 calls a minute');
    const samples = await readMetrics(origin, app);
    expect(valuesOf(samples, 'crowsnest_quota_used_ratio')).toEqual({
      'tenant default callsPerMinute': 1,
      'tenant default callsAtOnce': 0,
    });
    expect(valuesOf(samples, 'crowsnest_quota_refused_total')).toEqual({ callsPerMinute: 1 });
  });

  it('count calls by tool and outcome, as the counters do', async () => {
    const legacy = await connectLegacyClient(app);
    const modern = await connectModernClient(app);
    for (const agent of [legacy, modern]) {
      await agent.callTool({ name: 'add', arguments: { a: 1, b: 2 } });
      await agent.callTool({ name: 'throw' });
      await agent.callTool({ name: 'decline' });
      await agent.callTool({ name: 'hold-briefly', arguments: { key: agent === legacy ? 'a' : 'b' } });
      await agent.callTool({ name: 'nowhere' }).catch(() => undefined);
    }
    const samples = await readMetrics(origin, app);
    expect(valuesOf(samples, 'crowsnest_tool_calls_total')).toEqual({
      'add done': 2,
      'throw thrown': 2,
      'decline tool': 2,
      'hold-briefly timeout': 2,
      '_OTHER protocol': 2,
    });
    const { totalToolCalls, errorCount, activeSessions } = await readStats(origin);
    expect([totalToolCalls, errorCount]).toEqual([10, 8]);
    expect(valuesOf(samples, 'crowsnest_sessions_active')).toEqual({ protocol: 1, derived: 1 });
    expect(activeSessions).toBe(2);
    await legacy.close();
    await modern.close();
  });

  it('count the sessions and calls that observers outside tell of, as the counters do', async () => {
    const agent = await connectLegacyClient(app);
    const source = new OutsideSource('orders.1');
    const opened = [source.open('s1'), source.open('s2')];
    const { status } = await ingest(
      origin,
      source.body(...opened, source.start('c1', 's1'), source.done('c1', 's1'), source.start('c2', 's2')),
    );
    expect(status).toBe(202);
    const samples = await readMetrics(origin, app);
    const { activeSessions, toolCallsInFlight } = await readStats(origin);
    expect({ activeSessions, toolCallsInFlight }).toEqual({ activeSessions: 3, toolCallsInFlight: 1 });
    expect(valuesOf(samples, 'crowsnest_sessions_active')).toEqual({ protocol: 3, derived: 0 });
    expect(valuesOf(samples, 'crowsnest_tool_calls_total')).toEqual({ 'search done': 1 });
    expect(samples.find(({ name }) => name === 'crowsnest_tool_calls_in_flight')?.value).toBe(1);
    await agent.close();
  });

  it('measure every request by the conventions of OpenTelemetry', async () => {
    const agent = await connectLegacyClient(app);
    await agent.listTools();
    await agent.callTool({ name: 'add', arguments: { a: 1, b: 2 } });
    await agent.callTool({ name: 'hold-briefly', arguments: { key: 'c' } });
    await agent.callTool({ name: 'nowhere' }).catch(() => undefined);
    await agent.close();
    const counts = (await readMetrics(origin, app)).filter(
      ({ name }) => name === 'mcp_server_operation_duration_seconds_count',
    );
    expect(counts.map(({ labels, value }) => ({ ...labels, value }))).toEqual(
      expect.arrayContaining([
        { mcp_method_name: 'initialize', value: 1 },
        { mcp_method_name: 'tools/list', value: 1 },
        {
          mcp_method_name: 'tools/call',
          gen_ai_operation_name: 'execute_tool',
          gen_ai_tool_name: 'add',
          value: 1,
        },
        {
          mcp_method_name: 'tools/call',
          gen_ai_operation_name: 'execute_tool',
          gen_ai_tool_name: 'hold-briefly',
          error_type: 'timeout',
          value: 1,
        },
        {
          mcp_method_name: 'tools/call',
          gen_ai_operation_name: 'execute_tool',
          gen_ai_tool_name: '_OTHER',
          rpc_response_status_code: '-32602',
          value: 1,
        },
      ]),
    );
  });

  it('measure commits and deliveries, and count what is dropped', async () => {
    const stream = await EventStream.open(origin);
    const agent = await connectModernClient(app);
    await agent.callTool({ name: 'add', arguments: { a: 1, b: 2 } });
    await stream.until(() => stream.events.some(({ type }) => type === 'tool:done'));
    const samples = await readMetrics(origin, app);
    expect(valuesOf(samples, 'crowsnest_events_dropped_total')).toEqual({ 'queue-full': 0, 'no-json': 0 });
    expect(valuesOf(samples, 'crowsnest_log_commit_duration_seconds_count')).toEqual({
      done: expect.any(Number),
    });
    expect(
      samples.find(({ name }) => name === 'crowsnest_stream_flush_duration_seconds_count')?.value,
    ).toBeGreaterThan(0);
    stream.cut();
    await agent.close();
  });

  it('tell of streams, the log and the process', async () => {
    const stream = await EventStream.open(origin);
    const samples = await readMetrics(origin, app);
    const value = (metric: string): number | undefined => samples.find(({ name }) => name === metric)?.value;
    expect(value('crowsnest_stream_subscribers')).toBe(1);
    expect(value('crowsnest_stream_subscribers_behind')).toBe(0);
    expect(value('crowsnest_log_degraded')).toBe(0);
    expect(value('crowsnest_instances')).toBe(1);
    expect(value('process_resident_memory_bytes')).toBeGreaterThan(1e7);
    expect(value('process_cpu_seconds_total')).toBeGreaterThan(0);
    expect(samples.find(({ name }) => name === 'crowsnest_build_info')?.labels).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
    stream.cut();
  });

  it('are read by admins of all tenants and with the token for metrics, which opens nothing else', async () => {
    const statusOf = async (path: string, token?: string): Promise<number> => {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const response = await fetch(`${origin}${path}`, { headers });
      await response.body?.cancel();
      return response.status;
    };
    expect((await asAdmin(origin, '/metrics')).status).toBe(200);
    expect(await statusOf('/metrics', METRICS_TOKEN)).toBe(200);
    expect(await statusOf('/metrics')).toBe(401);
    expect(await statusOf('/metrics', 'a-token-that-nobody-has')).toBe(401);
    expect(await statusOf('/metrics', TENANT_TOKEN)).toBe(403);
    expect(await statusOf('/stats', METRICS_TOKEN)).toBe(401);
  });
});
