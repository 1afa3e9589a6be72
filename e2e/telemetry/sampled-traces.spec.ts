import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { sendModern } from '../support/agents/raw-mcp.ts';
import { readAll } from '../support/server/admin-api.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';
import { SpanReceiver, type ReceivedSpan } from '../support/traces/span-receiver.ts';
import { TracedTools } from '../support/traces/traced-tools.ts';

const PARENT_ID = '00f067aa0ba902b7';
/** A sampler of half of the traces takes the first and leaves out the second. */
const SAMPLED_ID = '00000001'.padEnd(32, '0');
const LEFT_OUT_ID = 'f0000001'.padEnd(32, '0');
/** As many calls of one kind are never all sampled by half, nor all left out. */
const CALLS = 50;

describe('traces of which some are sampled', () => {
  let receiver: SpanReceiver;

  beforeEach(async () => {
    receiver = await SpanReceiver.start();
  });

  afterEach(async () => {
    delete process.env['OTEL_TRACES_SAMPLER'];
    delete process.env['OTEL_TRACES_SAMPLER_ARG'];
    await receiver.stop();
  });

  const start = (sampler: string, share = '1'): Promise<TestApplication> => {
    process.env['OTEL_TRACES_SAMPLER'] = sampler;
    process.env['OTEL_TRACES_SAMPLER_ARG'] = share;
    return startApplication([TracedTools], { telemetry: { otlpEndpoint: receiver.endpoint } });
  };

  /** Calls a tool whose handler creates a span. */
  const look = async (origin: string, _meta = {}): Promise<unknown> => {
    const { body } = await sendModern(origin, 'tools/call', { name: 'look-up', _meta });
    return body?.result;
  };

  /** The traces of the spans of a name, in order of their ids: batches may arrive in any order. */
  const tracesOf = (name: string): string[] => {
    const found = receiver.spans.filter((span: ReceivedSpan) => span.name === name);
    return found.map(({ traceId }) => traceId).toSorted();
  };

  it.each(['traceidratio', 'parentbased_traceidratio'])(
    'are whole or missing, and named by their events: %s',
    async (sampler) => {
      const { app, origin } = await start(sampler, '0.5');
      for (let call = 0; call < CALLS; call += 1) await look(origin);
      const history = await readAll(origin, '0');
      await app.close();
      const calls = tracesOf('tools/call look-up');
      expect(calls.length).toBeGreaterThan(0);
      expect(calls.length).toBeLessThan(CALLS);
      expect(new Set(calls).size).toBe(calls.length);
      expect(tracesOf('database')).toEqual(calls);
      const named = history.flatMap(({ type, data }) =>
        type === 'tool:done' && data.traceId !== undefined ? [data.traceId] : [],
      );
      expect(named.toSorted()).toEqual(calls);
    },
  );

  it.each([
    ['always_on', [SAMPLED_ID, SAMPLED_ID, LEFT_OUT_ID, LEFT_OUT_ID]],
    ['always_off', []],
    ['traceidratio', [SAMPLED_ID, SAMPLED_ID]],
    ['parentbased_always_on', [SAMPLED_ID, LEFT_OUT_ID]],
    ['parentbased_always_off', [SAMPLED_ID, LEFT_OUT_ID]],
    ['parentbased_traceidratio', [SAMPLED_ID, LEFT_OUT_ID]],
  ])(
    'are those that the sampler takes of what agents have sampled and left out: %s',
    async (sampler, taken) => {
      const { app, origin } = await start(sampler, '0.5');
      for (const flags of ['01', '00'])
        for (const traceId of [SAMPLED_ID, LEFT_OUT_ID])
          await look(origin, { traceparent: `00-${traceId}-${PARENT_ID}-${flags}` });
      await app.close();
      expect(tracesOf('tools/call look-up')).toEqual(taken);
      expect(tracesOf('database')).toEqual(taken);
    },
  );

  it('pass on the trace and the baggage of an agent that has left it out', async () => {
    const { app, origin } = await start('parentbased_always_on');
    const _meta = {
      traceparent: `00-${LEFT_OUT_ID}-${PARENT_ID}-00`,
      tracestate: 'a=1',
      baggage: 'user=ann',
    };
    expect(await look(origin, _meta)).toMatchObject({ content: [{ text: 'ann' }] });
    const client = new Client({ name: 'asked', version: '1' }, { capabilities: { elicitation: {} } });
    let asked: Record<string, unknown> | undefined;
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      asked = params._meta;
      return { action: 'accept', content: { name: 'Ann' } };
    });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${origin}/mcp`)));
    await client.callTool({ name: 'greet', _meta });
    await client.close();
    expect(asked).toMatchObject({ tracestate: 'a=1', baggage: 'user=ann' });
    expect(asked?.['traceparent']).toMatch(new RegExp(`^00-${LEFT_OUT_ID}-(?!${PARENT_ID})[0-9a-f]{16}-00$`));
    const calls = (await readAll(origin, '0')).filter(({ type }) => type === 'tool:done');
    expect(calls.map(({ data }) => data)).toMatchObject([
      { tool: 'look-up', traceId: LEFT_OUT_ID },
      { tool: 'greet', traceId: LEFT_OUT_ID },
    ]);
    await app.close();
    expect(tracesOf('tools/call look-up')).toEqual([]);
    expect(tracesOf('elicitation/create')).toEqual([]);
  });
});
