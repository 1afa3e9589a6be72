import { SpanKind } from '@opentelemetry/api';
import { AlwaysOffSampler, ParentBasedSampler, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { connectLegacyClient } from '#testing';
import type { Upstreams } from '#gateway';
import { beginSession, sendModern, sendRaw } from '../support/agents/raw-mcp.ts';
import { stdioFaultServer } from '../support/fault-server/fault-server.ts';
import { HttpFaultServer } from '../support/fault-server/http-fault-server.ts';
import { ScriptedUpstream, type SeenRequest } from '../support/gateway/scripted-upstream.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { startApplication } from '../support/server/test-application.ts';
import { inShort, RecordedSpans } from '../support/traces/recorded-spans.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT_ID = '00f067aa0ba902b7';
const TRACEPARENT = `00-${TRACE_ID}-${PARENT_ID}-01`;

const RESULT = '{"jsonrpc":"2.0","id":ID,"result":{"content":[]}}';
const MODERN_RESULT = '{"jsonrpc":"2.0","id":ID,"result":{"content":[],"resultType":"complete"}}';

const idOf = (span: ReadableSpan): string => span.spanContext().spanId;

/** What a request says of its trace, as it came. */
function contextIn({ body }: SeenRequest): Record<string, unknown> {
  const { params } = JSON.parse(body) as { params?: { _meta?: Record<string, unknown> } };
  return params?._meta ?? {};
}

describe('a request to an upstream server, where requests are traced', () => {
  const closing: (() => Promise<void> | void)[] = [];
  let spans: RecordedSpans;

  beforeEach(() => void (spans = new RecordedSpans()));
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await spans.end();
  });

  const startGateway = async (upstreams: Upstreams): Promise<string> => {
    const { app, origin } = await startApplication([], { standalone: true, upstreams });
    closing.unshift(() => app.close());
    return origin;
  };

  const startScripted = async (era: 'legacy' | 'modern') => {
    const upstream = new ScriptedUpstream();
    closing.unshift(() => upstream.close());
    upstream.script = () => [era === 'legacy' ? RESULT : MODERN_RESULT];
    const url = await upstream.listen();
    return { upstream, url, origin: await startGateway({ notes: { url, era } }) };
  };

  /** The span of the gateway's own request of a name. */
  const sentNamed = (name: string, kind = SpanKind.CLIENT): Promise<ReadableSpan> =>
    spans.found(
      (span) => span.name === name && span.kind === kind && 'crowsnest.upstream' in span.attributes,
      `the span "${name}" of the gateway has ended`,
    );

  const callIn = (origin: string, sessionId: string, params: unknown, id = 7) =>
    sendRaw(
      origin,
      { jsonrpc: '2.0', id, method: 'tools/call', params },
      { headers: { 'mcp-session-id': sessionId, 'mcp-protocol-version': '2025-06-18' } },
    );

  it('has a span below that of the agent, and states its context to the server', async () => {
    const { upstream, origin, url } = await startScripted('legacy');
    const sessionId = await beginSession(origin);
    const _meta = { traceparent: TRACEPARENT, tracestate: 'a=1', baggage: 'user=ann', 'vendor/x': 'kept' };
    await callIn(origin, sessionId, { name: 'look-up', arguments: {}, _meta });
    const sent = await sentNamed('tools/call look-up');
    const taken = spans.all.find((span) => idOf(span) === sent.parentSpanContext?.spanId)!;
    expect(taken).toMatchObject({ name: 'tools/call look-up', kind: SpanKind.SERVER });
    expect(taken.parentSpanContext?.spanId).toBe(PARENT_ID);
    expect(contextIn(upstream.seen.at(-1)!)).toEqual({
      ..._meta,
      traceparent: `00-${TRACE_ID}-${idOf(sent)}-01`,
    });
    expect(sent.attributes).toEqual({
      'mcp.method.name': 'tools/call',
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'look-up',
      'jsonrpc.request.id': expect.any(String),
      'mcp.protocol.version': '2025-06-18',
      'mcp.session.id': 'session-of-the-upstream',
      'network.transport': 'tcp',
      'network.protocol.name': 'http',
      'network.protocol.version': '1.1',
      'server.address': '127.0.0.1',
      'server.port': Number(new URL(url).port),
      'crowsnest.upstream': 'notes',
    });
    const begun = await sentNamed('initialize');
    expect(begun.attributes).toMatchObject({
      'mcp.session.id': 'session-of-the-upstream',
      'mcp.protocol.version': '2025-11-25',
    });
    expect(contextIn(upstream.seen[0]!)['traceparent']).toBe(
      `00-${begun.spanContext().traceId}-${idOf(begun)}-01`,
    );
  });

  it('of revision 2026-07-28 has one too, without a session', async () => {
    const { upstream, origin } = await startScripted('modern');
    await sendModern(origin, 'tools/call', { name: 'look-up', _meta: { traceparent: TRACEPARENT } });
    const sent = await sentNamed('tools/call look-up');
    expect(contextIn(upstream.seen.at(-1)!)).toMatchObject({
      traceparent: `00-${TRACE_ID}-${idOf(sent)}-01`,
    });
    expect(sent.attributes['mcp.protocol.version']).toBe('2026-07-28');
    expect(sent.attributes).not.toHaveProperty(['mcp.session.id']);
  });

  it('to a process has one, without an address', async () => {
    const origin = await startGateway({ tools: stdioFaultServer() });
    const agent = await connectLegacyClient(origin);
    const { content } = await agent.callTool({ name: 'meta', _meta: { traceparent: TRACEPARENT } });
    const sent = await sentNamed('tools/call meta');
    expect(JSON.parse((content as [{ text: string }])[0].text)).toEqual({
      traceparent: `00-${TRACE_ID}-${idOf(sent)}-01`,
    });
    expect(sent.attributes).toMatchObject({ 'network.transport': 'pipe', 'crowsnest.upstream': 'tools' });
    for (const absent of ['server.address', 'server.port', 'network.protocol.name', 'mcp.session.id'])
      expect(sent.attributes).not.toHaveProperty([absent]);
    await agent.close();
  });

  it('says how it ended: every error counts for who has asked', async () => {
    const { upstream, origin } = await startScripted('legacy');
    const sessionId = await beginSession(origin);
    const end = async (tool: string, answer: string) => {
      upstream.script = () => [answer];
      await callIn(origin, sessionId, { name: tool });
      const sent = await sentNamed(`tools/call ${tool}`);
      return { ...inShort(sent), message: sent.status.message };
    };
    const failed = { kind: SpanKind.CLIENT, status: 'ERROR', code: undefined };
    expect(
      await end('unknown', '{"jsonrpc":"2.0","id":ID,"error":{"code":-32602,"message":"No such tool"}}'),
    ).toEqual({ ...failed, errorType: '-32602', code: '-32602', message: 'No such tool' });
    expect(
      await end(
        'declined',
        '{"jsonrpc":"2.0","id":ID,"result":{"isError":true,"content":[{"type":"text","text":"Closed"}]}}',
      ),
    ).toEqual({ ...failed, errorType: 'tool_error', message: 'Closed' });
    expect(await end('odd', '{"jsonrpc":"2.0","id":ID,"result":7}')).toMatchObject({ errorType: 'NOT_MCP' });
    expect(await end('fine', RESULT)).toMatchObject({ status: 'UNSET', errorType: undefined });
    const taken = spans.all.find(
      (span) => span.name === 'tools/call unknown' && span.kind === SpanKind.SERVER,
    );
    expect(taken && inShort(taken)).toMatchObject({ status: 'UNSET', code: '-32602', errorType: undefined });
  });

  it('that meets a fault names it', async () => {
    const faulty = new HttpFaultServer();
    closing.unshift(() => faulty.close());
    const origin = await startGateway({ faulty: { url: await faulty.listen(), era: 'legacy' } });
    const agent = await connectLegacyClient(origin);
    faulty.fault = 'reset';
    await agent.callTool({ name: 'look-up' }).catch(() => undefined);
    expect(inShort(await sentNamed('tools/call look-up'))).toEqual({
      kind: SpanKind.CLIENT,
      status: 'ERROR',
      errorType: 'UNREACHABLE',
      code: undefined,
    });
    await agent.close();
  });

  it('that is sent again has a span for each time', async () => {
    const faulty = new HttpFaultServer();
    closing.unshift(() => faulty.close());
    const origin = await startGateway({ faulty: { url: await faulty.listen(), era: 'legacy' } });
    const agent = await connectLegacyClient(origin);
    faulty.fault = 'expired';
    await agent.callTool({ name: 'look-up' });
    await sentNamed('tools/call look-up');
    const sent = spans.all.filter(
      ({ kind, name }) => kind === SpanKind.CLIENT && name === 'tools/call look-up',
    );
    expect(sent.map((span) => span.attributes['error.type'])).toEqual(['SESSION_EXPIRED', undefined]);
    expect(new Set(sent.map(({ parentSpanContext }) => parentSpanContext?.spanId)).size).toBe(1);
    const again = spans.all.filter(({ kind, name }) => kind === SpanKind.CLIENT && name === 'initialize');
    expect(again).toHaveLength(2);
    // The session is begun anew for the call that needs it.
    expect(again[1]?.parentSpanContext?.spanId).toBe(sent[0]?.parentSpanContext?.spanId);
    await agent.close();
  });

  it('that its agent cancels has ended with the cancellation', async () => {
    const { app, origin: upstream } = await startApplication([ScriptedTools]);
    closing.unshift(() => app.close());
    const origin = await startGateway({ tools: { url: `${upstream}/mcp`, era: 'legacy' } });
    const agent = await connectLegacyClient(origin);
    const gone = new AbortController();
    const call = { name: 'hold', arguments: { key: 'a' } };
    const held = agent.callTool(call, undefined, { signal: gone.signal });
    await app.get(ScriptedTools).held('a');
    gone.abort();
    await held.catch(() => undefined);
    expect(inShort(await sentNamed('tools/call hold'))).toMatchObject({ errorType: 'cancelled' });
    await agent.close();
  });

  it.each([
    ['is malformed', { traceparent: 'garbage', tracestate: 'a=1' }],
    ['has too long a state', { traceparent: TRACEPARENT, tracestate: `a=${'1'.repeat(600)}` }],
  ])('has nothing of the state of a trace that %s', async (_, stated) => {
    const { upstream, origin } = await startScripted('modern');
    await sendModern(origin, 'tools/call', { name: 'look-up', _meta: { ...stated, 'vendor/x': 'kept' } });
    const sent = await sentNamed('tools/call look-up');
    expect(contextIn(upstream.seen.at(-1)!)).toMatchObject({
      traceparent: `00-${sent.spanContext().traceId}-${idOf(sent)}-01`,
      tracestate: '',
      'vendor/x': 'kept',
    });
  });

  it('of a trace that is not sampled says so to the server, and is not recorded', async () => {
    await spans.end();
    spans = new RecordedSpans(new ParentBasedSampler({ root: new AlwaysOffSampler() }));
    const { upstream, origin } = await startScripted('modern');
    await sendModern(origin, 'tools/call', { name: 'look-up' });
    expect(contextIn(upstream.seen.at(-1)!)['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    expect(spans.all).toEqual([]);
  });
});

it('a request to an upstream server has the context of the agent as it came, where nothing is traced', async () => {
  const upstream = new ScriptedUpstream();
  upstream.script = () => [MODERN_RESULT];
  const upstreams: Upstreams = { notes: { url: await upstream.listen(), era: 'modern' } };
  const { app, origin } = await startApplication([], { standalone: true, upstreams });
  const stated = { traceparent: TRACEPARENT, tracestate: 'a=1', baggage: 'user=ann' };
  await sendModern(origin, 'tools/call', { name: 'look-up', _meta: stated });
  expect(contextIn(upstream.seen.at(-1)!)).toMatchObject(stated);
  await app.close();
  upstream.close();
});
