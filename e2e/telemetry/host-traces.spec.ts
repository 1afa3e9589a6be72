import type { Server, ServerResponse } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { context, SpanKind, trace } from '@opentelemetry/api';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { connectLegacyClient, connectModernClient } from '#testing';
import { awaitEvent } from '../support/environment/await-event.ts';
import { sendModern } from '../support/agents/raw-mcp.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { startApplication } from '../support/server/test-application.ts';
import { inShort, RecordedSpans } from '../support/traces/recorded-spans.ts';
import { TracedTools } from '../support/traces/traced-tools.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT_ID = '00f067aa0ba902b7';
const TRACEPARENT = `00-${TRACE_ID}-${PARENT_ID}-01`;

/** Traces HTTP requests as the instrumentation for Node.js does. */
function traceHttp(server: Server): void {
  const emit = server.emit.bind(server) as (event: string, ...args: unknown[]) => boolean;
  server.emit = (event: string, ...args: unknown[]) => {
    if (event !== 'request') return emit(event, ...args);
    const span = trace.getTracer('http').startSpan('POST');
    (args[1] as ServerResponse).once('close', () => span.end());
    return context.with(trace.setSpan(context.active(), span), () => emit(event, ...args));
  };
}

describe('an application with an SDK of OpenTelemetry', () => {
  let app: INestApplication;
  let origin: string;
  let spans: RecordedSpans;

  beforeEach(async () => {
    spans = new RecordedSpans();
    ({ app, origin } = await startApplication([ScriptedTools, TracedTools], {}, (host) =>
      traceHttp(host.getHttpServer() as Server),
    ));
  });

  afterEach(async () => {
    await app.close();
    await spans.end();
  });

  it('gets a span for each request of a session, with the attributes of the conventions', async () => {
    const agent = await connectLegacyClient(app);
    await agent.callTool({ name: 'add', arguments: { a: 1, b: 2 } });
    await agent.listTools();
    const call = await spans.named('tools/call add');
    expect(inShort(call)).toEqual({ kind: SpanKind.SERVER, status: 'UNSET' });
    expect(call.attributes).toEqual({
      'mcp.method.name': 'tools/call',
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'add',
      'jsonrpc.request.id': '1',
      'mcp.protocol.version': '2025-11-25',
      'mcp.session.id': agent.transport.sessionId,
      'network.transport': 'tcp',
      'network.protocol.name': 'http',
      'network.protocol.version': '1.1',
      'client.address': '127.0.0.1',
      'client.port': expect.any(Number),
      'crowsnest.call.id': expect.any(String),
    });
    expect((await spans.named('initialize')).attributes['mcp.protocol.version']).toBe('2025-11-25');
    expect((await spans.named('tools/list')).attributes).not.toHaveProperty(['gen_ai.operation.name']);
  });

  it('gets a span for each end of a call, with the status of the conventions', async () => {
    const agent = await connectModernClient(app);
    await agent.callTool({ name: 'decline' });
    await agent.callTool({ name: 'throw' });
    await agent.callTool({ name: 'hold-briefly', arguments: { key: 'a' } });
    await agent.callTool({ name: 'add', arguments: { a: 'one' } });
    await agent.callTool({ name: 'nowhere' }).catch(() => undefined);
    const gone = new AbortController();
    const held = agent.callTool({ name: 'hold', arguments: { key: 'b' } }, { signal: gone.signal });
    await app.get(ScriptedTools).held('b');
    gone.abort();
    await held.catch(() => undefined);
    const ends = async (name: string) => inShort(await spans.named(name));
    const failed = { kind: SpanKind.SERVER, status: 'ERROR', code: undefined };
    expect(await ends('tools/call decline')).toEqual({ ...failed, errorType: 'tool_error' });
    expect(await ends('tools/call throw')).toEqual({ ...failed, errorType: 'tool_error' });
    expect(await ends('tools/call hold-briefly')).toEqual({ ...failed, errorType: 'timeout' });
    expect(await ends('tools/call add')).toEqual({ ...failed, errorType: 'tool_error' });
    expect(await ends('tools/call hold')).toEqual({ ...failed, errorType: 'cancelled' });
    // The conventions count an unknown tool as a fault of the agent.
    expect(await ends('tools/call')).toEqual({ kind: SpanKind.SERVER, status: 'UNSET', code: '-32602' });
    const { status, attributes } = await spans.named('tools/call throw');
    expect(status.message).toBe('The disk is full of stars');
    expect(attributes['crowsnest.session.id']).toEqual(expect.any(String));
    expect(attributes).not.toHaveProperty(['mcp.session.id']);
  });

  it('sees the trace of the agent continue in the call, its events and the spans of its handler', async () => {
    const done = awaitEvent(app, 'tool:done');
    const baggage = 'user=ann';
    const { body } = await sendModern(origin, 'tools/call', {
      name: 'look-up',
      _meta: { traceparent: TRACEPARENT, tracestate: 'a=1', baggage },
    });
    expect(body?.result).toMatchObject({ content: [{ text: 'ann' }] });
    const call = await spans.named('tools/call look-up');
    expect(call.spanContext().traceId).toBe(TRACE_ID);
    expect(call.parentSpanContext).toMatchObject({ spanId: PARENT_ID, isRemote: true });
    expect(call.spanContext().traceState?.serialize()).toBe('a=1');
    expect(call.links).toMatchObject([{ context: (await spans.named('POST')).spanContext() }]);
    expect((await spans.named('database')).parentSpanContext?.spanId).toBe(call.spanContext().spanId);
    expect((await done).data.traceId).toBe(TRACE_ID);
  });

  it.each([
    ['garbage', { traceparent: 'garbage' }],
    ['ids of zeros', { traceparent: `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01` }],
    ['another type', { traceparent: { toString: 'no' } }],
    ['no end', { traceparent: `${TRACEPARENT}${'-a'.repeat(10_000)}` }],
  ])('sees a call in the trace of its HTTP request if "traceparent" is %s', async (_, _meta) => {
    const done = awaitEvent(app, 'tool:done');
    await sendModern(origin, 'tools/call', { name: 'look-up', _meta });
    const call = await spans.named('tools/call look-up');
    const http = (await spans.named('POST')).spanContext();
    expect(call.parentSpanContext?.spanId).toBe(http.spanId);
    expect(call.links).toEqual([]);
    expect((await done).data.traceId).toBe(http.traceId);
  });

  it('lets a question to the agent carry the trace', async () => {
    const client = new Client({ name: 'asked', version: '1' }, { capabilities: { elicitation: {} } });
    let meta: Record<string, unknown> | undefined;
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      meta = params._meta;
      return { action: 'accept', content: { name: 'Ann' } };
    });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${origin}/mcp`)));
    await client.callTool({ name: 'greet' });
    await client.close();
    const question = await spans.named('elicitation/create');
    const { traceId, spanId } = question.spanContext();
    expect(inShort(question)).toEqual({ kind: SpanKind.CLIENT, status: 'UNSET' });
    expect(meta).toMatchObject({ traceparent: `00-${traceId}-${spanId}-01` });
    const call = await spans.named('tools/call greet');
    expect(question.parentSpanContext?.spanId).toBe(call.spanContext().spanId);
  });

  it('sees the span of a stream end when the stream begins', async () => {
    const gone = new AbortController();
    const notifications = { toolsListChanged: true };
    const open = sendModern(origin, 'subscriptions/listen', { notifications }, { signal: gone.signal });
    expect(inShort(await spans.named('subscriptions/listen'))).toEqual({
      kind: SpanKind.SERVER,
      status: 'UNSET',
    });
    gone.abort();
    await open.catch(() => undefined);
  });
});
