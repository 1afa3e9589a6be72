import type { INestApplication } from '@nestjs/common';
import type { CrowsnestEvent } from '#contract';
import { collectEvents, connectLegacyClient, connectModernClient } from '#testing';
import type { Upstreams } from '#gateway';
import { sendModern } from '../support/agents/raw-mcp.ts';
import { HttpFaultServer } from '../support/fault-server/http-fault-server.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { asAdmin, readAll, readStats } from '../support/server/admin-api.ts';
import { startApplication } from '../support/server/test-application.ts';
import { RecordedSpans } from '../support/traces/recorded-spans.ts';
import { SpanReceiver, type ReceivedSpan } from '../support/traces/span-receiver.ts';
import { samplesIn } from './prometheus-text.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT_ID = '00f067aa0ba902b7';
/** By the numbers of OTLP. */
const SERVER = 2;
const ERROR = 2;

const ARGUMENTS = { name: 'add', arguments: { a: 1, b: 2 } };

/** Calls with every outcome. */
async function callEverything(app: INestApplication): Promise<void> {
  for (const agent of [await connectLegacyClient(app), await connectModernClient(app)]) {
    await agent.listTools();
    await agent.callTool(ARGUMENTS);
    await agent.callTool({ name: 'add', arguments: { a: 'one' } });
    await agent.callTool({ name: 'decline' });
    await agent.callTool({ name: 'throw' });
    await agent.callTool({ name: 'hold-briefly', arguments: { key: agent.transport.sessionId ?? '' } });
    await agent.callTool({ name: 'nowhere' }).catch(() => undefined);
  }
}

const isCall = ({ attributes }: ReceivedSpan): boolean => attributes['mcp.method.name'] === 'tools/call';

/** The kind that the events of a call give its failure; undefined for a success. */
function kindsOf({ attributes, status }: ReceivedSpan): readonly (string | undefined)[] {
  const type = attributes['error.type'] as string | undefined;
  expect(status.code === ERROR).toBe(type !== undefined);
  if (type === 'tool_error') return ['tool', 'thrown'];
  if (type !== undefined) return [type];
  return attributes['rpc.response.status_code'] === undefined ? [undefined] : ['protocol'];
}

describe('traces that are sent to a receiver', () => {
  let receiver: SpanReceiver;

  beforeEach(async () => {
    receiver = await SpanReceiver.start();
  });

  afterEach(async () => {
    delete process.env['OTEL_EXPORTER_OTLP_HEADERS'];
    delete process.env['OTEL_TRACES_SAMPLER'];
    await receiver.stop();
  });

  const start = (otlpEndpoint = receiver.endpoint) =>
    startApplication([ScriptedTools], { telemetry: { otlpEndpoint } });

  it('name the server, continue the trace of an agent, and carry the headers of the standard variable', async () => {
    process.env['OTEL_EXPORTER_OTLP_HEADERS'] = 'x-team=lookout';
    const { app, origin } = await start();
    const _meta = { traceparent: `00-${TRACE_ID}-${PARENT_ID}-01` };
    await sendModern(origin, 'tools/call', { ...ARGUMENTS, _meta });
    await app.close();
    expect(receiver.requests).toMatchObject([{ url: '/v1/traces', headers: { 'x-team': 'lookout' } }]);
    expect(receiver.spans).toMatchObject([
      {
        traceId: TRACE_ID,
        parentSpanId: PARENT_ID,
        name: 'tools/call add',
        kind: SERVER,
        resource: {
          'service.name': 'crowsnest',
          'service.version': expect.any(String),
          'service.instance.id': expect.any(String),
        },
      },
    ]);
  });

  it('agree with the metrics, the counters and the history', async () => {
    const { app, origin } = await start();
    const events = collectEvents(app);
    await callEverything(app);
    await events.settled();
    const samples = samplesIn(await (await asAdmin(origin, '/metrics')).text());
    const { totalToolCalls, errorCount } = await readStats(origin);
    const history = await readAll(origin, '0');
    await app.close();
    const calls = receiver.spans.filter(isCall);
    const ends = history.filter(
      (event): event is CrowsnestEvent & { type: 'tool:done' | 'tool:error' } =>
        event.type === 'tool:done' || event.type === 'tool:error',
    );
    const measured = samples
      .filter(({ name }) => name === 'mcp_server_operation_duration_seconds_count')
      .reduce((sum, { value }) => sum + value, 0);
    expect(calls).toHaveLength(totalToolCalls);
    expect(ends).toHaveLength(totalToolCalls);
    // Sessions of the clients end after the metrics were read, without a request that would be measured.
    expect(receiver.spans).toHaveLength(measured);
    const failed = calls.filter((span) => !kindsOf(span).includes(undefined));
    expect(failed).toHaveLength(errorCount);
    for (const { type, data } of ends) {
      const span = calls.find(({ attributes }) => attributes['crowsnest.call.id'] === data.callId)!;
      expect(data.traceId).toBe(span.traceId);
      expect(kindsOf(span)).toContain(type === 'tool:error' ? data.kind : undefined);
    }
  });

  it('are named by the exemplars of durations, in OpenMetrics', async () => {
    const { app, origin } = await start();
    const _meta = { traceparent: `00-${TRACE_ID}-${PARENT_ID}-01` };
    await sendModern(origin, 'tools/call', { ...ARGUMENTS, _meta });
    const accept =
      'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
    const response = await asAdmin(origin, '/metrics', { headers: { accept } });
    expect(response.headers.get('content-type')).toMatch(/^application\/openmetrics-text; version=1\.0\.0/);
    const [openMetrics, plain] = await Promise.all([
      response.text(),
      asAdmin(origin, '/metrics').then((other) => other.text()),
    ]);
    expect(openMetrics).toMatch(
      new RegExp(`duration_seconds_bucket\\{.*\\} 1 # \\{trace_id="${TRACE_ID}"\\} 0\\.\\d`),
    );
    expect(openMetrics).toMatch(/^# TYPE crowsnest_tool_calls counter$[^]*# EOF\n$/m);
    expect(plain).toMatch(/^# TYPE crowsnest_tool_calls_total counter$/m);
    expect(plain).not.toContain(TRACE_ID);
    await app.close();
  });

  it('are named by the exemplars of requests to an upstream server too', async () => {
    const upstream = new HttpFaultServer();
    const upstreams: Upstreams = { notes: { url: await upstream.listen(), era: 'legacy' } };
    const { app, origin } = await startApplication([], {
      telemetry: { otlpEndpoint: receiver.endpoint },
      upstreams,
    });
    const agent = await connectLegacyClient(`${origin}/mcp/notes`);
    await agent.callTool({ name: 'look-up', _meta: { traceparent: `00-${TRACE_ID}-${PARENT_ID}-01` } });
    const headers = { accept: 'application/openmetrics-text' };
    const text = await (await asAdmin(origin, '/metrics', { headers })).text();
    expect(text).toMatch(
      new RegExp(
        `^mcp_client_operation_duration_seconds_bucket\\{.*look-up.*\\{trace_id="${TRACE_ID}"\\}`,
        'm',
      ),
    );
    await agent.close();
    await app.close();
    upstream.close();
  });

  it('are none for what the sampler leaves out, and calls name no trace then', async () => {
    process.env['OTEL_TRACES_SAMPLER'] = 'always_off';
    const { app, origin } = await start();
    await sendModern(origin, 'tools/call', ARGUMENTS);
    const [, started] = await readAll(origin, '0');
    expect(started).toMatchObject({ type: 'tool:start', data: { tool: 'add' } });
    expect(started?.data).not.toHaveProperty('traceId');
    await app.close();
    expect(receiver.spans).toEqual([]);
  });

  it('do not touch calls or the shutdown if nobody receives them', async () => {
    const { app, origin } = await start('http://127.0.0.1:1');
    const { body } = await sendModern(origin, 'tools/call', ARGUMENTS);
    expect(body?.result).toMatchObject({ structuredContent: { sum: 3 } });
    await app.close();
  });

  it('go to the SDK of the application if it has one', async () => {
    const spans = new RecordedSpans();
    const { app, origin } = await start();
    await sendModern(origin, 'tools/call', ARGUMENTS);
    await app.close();
    expect(spans.all.map(({ name }) => name)).toEqual(['tools/call add']);
    expect(receiver.requests).toEqual([]);
    await spans.end();
  });
});
