import { callCancelRoute, sessionRoute, UNKNOWN_TOOLS, type CrowsnestEvent, type EventOf } from '#contract';
import { collectEvents } from '#testing';
import { ANSWERING } from '../support/agents/answering-agents.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { AskingTools } from '../support/handlers/asking-tools.ts';
import { MixedAgent } from '../support/mixed-calls/mixed-agent.ts';
import { MixedTools } from '../support/mixed-calls/mixed-tools.ts';
import { asAdmin, readAll, readStats } from '../support/server/admin-api.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';
import { SpanReceiver, type ReceivedSpan } from '../support/traces/span-receiver.ts';
import { samplesIn, valuesOf, type Sample } from './prometheus-text.ts';

/** The kinds of spans, by the numbers of OTLP. */
const SERVER = 2;
const CLIENT = 3;

type CallEnded = EventOf<'tool:done'> | EventOf<'tool:error'>;

const AGENTS = [
  ['legacy', '/mcp'],
  ['modern', '/mcp'],
  ['legacy', '/mcp/sound'],
  ['modern', '/mcp/sound'],
] as const;

/** Counts texts. */
function counted(texts: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}

const isEnd = (event: CrowsnestEvent): event is CallEnded =>
  event.type === 'tool:done' || event.type === 'tool:error';

const outcomeOf = (event: CallEnded): string => (event.type === 'tool:done' ? 'done' : event.data.kind);

/** What the conventions call a failure; empty for a success, and for a fault of the agent. */
function errorTypeOf(event: CallEnded): string {
  switch (outcomeOf(event)) {
    case 'tool':
    case 'thrown':
      return 'tool_error';
    case 'timeout':
      return 'timeout';
    case 'cancelled':
      return 'cancelled';
    default:
      return '';
  }
}

const textIn = (attributes: Record<string, unknown>, name: string): string => {
  const { [name]: value } = attributes;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

describe('one run of calls of every kind, of both eras, here and behind the gateway', () => {
  let upstream: TestApplication;
  let receiver: SpanReceiver;
  let samples: Sample[];
  let stats: Awaited<ReturnType<typeof readStats>>;
  let ends: CallEnded[];
  let spans: ReceivedSpan[];
  /** Of the calls as they go up to the server behind the gateway. */
  let sent: ReceivedSpan[];

  beforeAll(async () => {
    receiver = await SpanReceiver.start();
    upstream = await startApplication([MixedTools]);
    const running = await startApplication([MixedTools, AskingTools], {
      telemetry: { otlpEndpoint: receiver.endpoint },
      upstreams: { sound: { url: `${upstream.origin}/mcp` } },
    });
    const record = collectEvents(running.app);
    for (const [era, path] of AGENTS) await callEverything(running, era, path);
    for (const { connect } of ANSWERING) {
      const agent = await connect(running.origin, () => ({ action: 'accept', content: { name: 'Ada' } }));
      await agent.call('greet', { greeting: 'Hello' });
      await agent.close();
    }
    await record.settled();
    await waitUntil(async () => (await readStats(running.origin)).toolCallsInFlight === 0, {
      reason: 'every call has ended',
    });
    samples = samplesIn(await (await asAdmin(running.origin, '/metrics')).text());
    stats = await readStats(running.origin);
    ends = (await readAll(running.origin, '0')).filter(isEnd);
    await running.app.close();
    const calls = receiver.spans.filter(({ attributes }) => attributes['mcp.method.name'] === 'tools/call');
    spans = calls.filter(({ kind }) => kind === SERVER);
    sent = calls.filter(({ kind }) => kind === CLIENT);
  });

  afterAll(async () => {
    await upstream.app.close();
    await receiver.stop();
  });

  /** Makes a call that ends in each way that there is. */
  async function callEverything(
    { app, origin }: TestApplication,
    era: 'legacy' | 'modern',
    path: string,
  ): Promise<void> {
    const agent = new MixedAgent(origin + path, era, `${era} at ${path}`);
    const tools = (path === '/mcp' ? app : upstream.app).get(MixedTools);
    await agent.connect();
    await agent.call('echo', { text: 'hello' });
    await agent.call('echo', { text: 7 });
    for (const tool of ['refuse', 'break', 'dawdle', 'missing']) await agent.call(tool, {});

    const hold = async (name: string, end: (call: { callId: string; sessionId: string }) => unknown) => {
      const key = `${era} ${path} ${name}`;
      const controller = new AbortController();
      const answer = agent.call('hold', { key }, controller.signal);
      await tools.held(key);
      const call = await waitUntil(async () => (await readStats(origin)).inFlight[0], {
        reason: 'the call is known to run',
      });
      if (name === 'abort') controller.abort();
      else await end(call!);
      await answer;
      await waitUntil(async () => (await readStats(origin)).toolCallsInFlight === 0, {
        reason: 'the call has ended',
      });
    };
    await hold('abort', () => undefined);
    await hold('cancel', ({ callId }) => asAdmin(origin, callCancelRoute(callId), { method: 'POST' }));
    await hold('end', ({ sessionId }) => asAdmin(origin, sessionRoute(sessionId), { method: 'DELETE' }));
    await agent.vanish();
  }

  it('has calls that end in every way', () => {
    expect(counted(ends.map(outcomeOf))).toEqual({
      done: expect.any(Number),
      tool: expect.any(Number),
      thrown: expect.any(Number),
      timeout: expect.any(Number),
      protocol: 4,
      cancelled: 12,
    });
    const asked = ends.filter(({ type, data }) => type === 'tool:done' && data.outcome === 'input_required');
    expect(asked).toHaveLength(1);
    expect(ends.filter(({ data }) => data.upstream === 'sound')).toHaveLength(18);
  });

  it('is the same to the counters and to the history', () => {
    const nameOf = ({ data }: CallEnded): string => (data.offered === false ? UNKNOWN_TOOLS : data.tool);
    const calls = counted(ends.map(nameOf));
    const errors = counted(ends.filter(({ type }) => type === 'tool:error').map(nameOf));
    const known = Object.fromEntries(
      Object.entries(stats.tools).map(([tool, { calls: of, errors: failed }]) => [tool, [of, failed]]),
    );
    expect(known).toEqual(
      Object.fromEntries(Object.entries(calls).map(([tool, of]) => [tool, [of, errors[tool] ?? 0]])),
    );
    expect(stats).toMatchObject({ totalToolCalls: ends.length, toolCallsInFlight: 0 });
    expect(stats.errorCount).toBe(ends.filter(({ type }) => type === 'tool:error').length);
  });

  it('is the same to the metrics and to the history', () => {
    const labelled = ends.map(
      (end) => `${end.data.offered === false ? '_OTHER' : end.data.tool} ${outcomeOf(end)}`,
    );
    expect(valuesOf(samples, 'crowsnest_tool_calls_total')).toEqual(counted(labelled));
    expect(valuesOf(samples, 'crowsnest_tool_calls_in_flight')).toEqual({ '': 0 });
    const sessions = valuesOf(samples, 'crowsnest_sessions_active');
    expect((sessions['protocol'] ?? 0) + (sessions['derived'] ?? 0)).toBe(stats.activeSessions);
  });

  it('is the same to the traces and to the history', () => {
    const byCall = new Map(spans.map((span) => [span.attributes['crowsnest.call.id'], span]));
    expect(spans).toHaveLength(ends.length);
    expect(byCall.size).toBe(ends.length);
    const told = ends.map(({ data }) => {
      const span = byCall.get(data.callId);
      return [data.callId, span?.traceId, span && textIn(span.attributes, 'error.type')];
    });
    expect(told).toEqual(ends.map((end) => [end.data.callId, end.data.traceId, errorTypeOf(end)]));
  });

  it('is the same to the traces of the agents and to those of the server behind the gateway', () => {
    const behind = ends.filter(({ data }) => data.upstream === 'sound').map(({ data }) => data.callId);
    const parents = new Map(spans.map((span) => [span.spanId, span]));
    const calls = sent.map(
      ({ parentSpanId = '' }) => parents.get(parentSpanId)?.attributes['crowsnest.call.id'],
    );
    expect(counted(calls.map(String))).toEqual(counted(behind));
    for (const { traceId, parentSpanId = '' } of sent)
      expect(parents.get(parentSpanId)?.traceId).toBe(traceId);
  });

  it.each(['server', 'client'])('is the same to the metrics of requests and to the traces: %s', (side) => {
    const measured = samples.filter(
      ({ name, labels }) =>
        name === `mcp_${side}_operation_duration_seconds_count` && labels['mcp_method_name'] === 'tools/call',
    );
    const sums: Record<string, number> = {};
    for (const { labels, value } of measured) {
      const key = `${labels['error_type'] ?? ''} ${labels['rpc_response_status_code'] ?? ''}`;
      sums[key] = (sums[key] ?? 0) + value;
    }
    const ofSpans = (side === 'server' ? spans : sent).map(
      ({ attributes }) =>
        `${textIn(attributes, 'error.type')} ${textIn(attributes, 'rpc.response.status_code')}`,
    );
    expect(sums).toEqual(counted(ofSpans));
  });
});
