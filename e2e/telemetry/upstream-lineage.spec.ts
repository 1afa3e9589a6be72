import { SpanKind } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { connectLegacyClient } from '#testing';
import type { Upstreams } from '#gateway';
import { ANSWERING } from '../support/agents/answering-agents.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { stdioFaultServer } from '../support/fault-server/fault-server.ts';
import { AskingTools } from '../support/handlers/asking-tools.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { startApplication } from '../support/server/test-application.ts';
import { RecordedSpans } from '../support/traces/recorded-spans.ts';

const ANSWER = () => ({ action: 'accept', content: { name: 'Ann' } });

/** The spans from the beginning of a trace to a span, such as `SERVER tools/call > CLIENT tools/call`. */
function lineageOf(span: ReadableSpan, all: readonly ReadableSpan[]): string {
  const parent = all.find((one) => one.spanContext().spanId === span.parentSpanContext?.spanId);
  return `${parent ? `${lineageOf(parent, all)} > ` : ''}${SpanKind[span.kind]} ${span.name}`;
}

const CALL = 'SERVER tools/call greet';
const UP = `${CALL} > CLIENT tools/call greet`;
const THERE = `${UP} > SERVER tools/call greet`;

/** The spans of a call whose tool asks the user, by the eras of the agent and of the server behind the gateway. */
const ASKED: Record<string, string[]> = {
  'legacy legacy': [
    CALL,
    UP,
    THERE,
    `${THERE} > CLIENT elicitation/create`,
    `${THERE} > CLIENT elicitation/create > SERVER elicitation/create`,
    `${THERE} > CLIENT elicitation/create > SERVER elicitation/create > CLIENT elicitation/create`,
  ],
  // The server answers with its question, and is asked again with the answer of the agent.
  'legacy modern': [CALL, UP, UP, THERE, THERE, `${CALL} > CLIENT elicitation/create`],
  // The agent is answered with the question, and asks again with its answer.
  'modern legacy': [
    CALL,
    CALL,
    UP,
    THERE,
    `${THERE} > CLIENT elicitation/create`,
    `${THERE} > CLIENT elicitation/create > SERVER elicitation/create`,
  ],
  'modern modern': [CALL, CALL, UP, UP, THERE, THERE],
};

// The gateway and the servers behind it run in one process, so each request between them has a span on either side.
describe('the spans of requests through the gateway', () => {
  const closing: (() => Promise<void>)[] = [];
  let spans: RecordedSpans;

  beforeEach(() => void (spans = new RecordedSpans()));
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await spans.end();
  });

  const start = async (...[providers, options]: Parameters<typeof startApplication>): Promise<string> => {
    const { app, origin } = await startApplication(providers, options);
    closing.unshift(() => app.close());
    return origin;
  };
  const startGateway = (upstreams: Upstreams) => start([], { standalone: true, upstreams });

  /** Resolves with the lineages of all spans of these names, once there are as many as expected. */
  const lineages = (names: readonly string[], count: number): Promise<string[]> =>
    waitUntil(
      () => {
        const ended = spans.all.filter(({ name }) => names.includes(name));
        return ended.length >= count && ended.map((span) => lineageOf(span, spans.all)).toSorted();
      },
      {
        reason: `${count} spans have ended`,
        seen: () => spans.all.map((span) => lineageOf(span, spans.all)),
      },
    ) as Promise<string[]>;

  describe.each(ANSWERING)('of an agent of the $era era', ({ era, connect }) => {
    it.each(['legacy', 'modern'] as const)(
      'lead from the agent to a server of the %s era, and back with its questions',
      async (upstreamEra) => {
        const upstream = await start([AskingTools]);
        const origin = await startGateway({ notes: { url: `${upstream}/mcp`, era: upstreamEra } });
        const agent = await connect(origin, ANSWER);
        closing.unshift(() => agent.close());
        expect(await agent.call('greet', { greeting: 'Hello' })).toBe('Hello, Ann');
        const expected = ASKED[`${era} ${upstreamEra}`]!;
        expect(await lineages(['tools/call greet', 'elicitation/create'], expected.length)).toEqual(
          expected.toSorted(),
        );
      },
    );

    it('lead from the agent to each of several servers', async () => {
      const upstream = await start([ScriptedTools]);
      const origin = await startGateway({
        http: { url: `${upstream}/mcp`, era: 'legacy' },
        pipe: { ...stdioFaultServer(), era: 'legacy' },
      });
      const agent = await connect(origin, ANSWER);
      closing.unshift(() => agent.close());
      spans.forget();
      await agent.call('http__decline');
      await agent.call('pipe__pid');
      const names = [
        'tools/call http__decline',
        'tools/call decline',
        'tools/call pipe__pid',
        'tools/call pid',
      ];
      expect(await lineages(names, 5)).toEqual(
        [
          'SERVER tools/call http__decline',
          'SERVER tools/call http__decline > CLIENT tools/call decline',
          'SERVER tools/call http__decline > CLIENT tools/call decline > SERVER tools/call decline',
          'SERVER tools/call pipe__pid',
          'SERVER tools/call pipe__pid > CLIENT tools/call pid',
        ].toSorted(),
      );
    });
  });

  it('lead from a question of a process to the call that it belongs to', async () => {
    const origin = await startGateway({ tools: stdioFaultServer() });
    const agent = await ANSWERING[0].connect(origin, ANSWER);
    closing.unshift(() => agent.close());
    await agent.call('pid');
    expect(await agent.call('question')).toBe('Ann');
    const call = 'SERVER tools/call question > CLIENT tools/call question';
    expect(await lineages(['elicitation/create'], 2)).toEqual([
      `${call} > SERVER elicitation/create`,
      `${call} > SERVER elicitation/create > CLIENT elicitation/create`,
    ]);
  });

  it('lead from each agent to the session that agents share', async () => {
    const upstream = await start([ScriptedTools]);
    const origin = await startGateway({ common: { url: `${upstream}/mcp`, era: 'legacy', shared: true } });
    for (const a of [1, 2]) {
      const agent = await connectLegacyClient(origin);
      closing.unshift(() => agent.close());
      await agent.callTool({ name: 'add', arguments: { a, b: 1 } });
    }
    const call = 'SERVER tools/call add > CLIENT tools/call add > SERVER tools/call add';
    expect(await lineages(['tools/call add'], 6)).toEqual([
      'SERVER tools/call add',
      'SERVER tools/call add',
      'SERVER tools/call add > CLIENT tools/call add',
      'SERVER tools/call add > CLIENT tools/call add',
      call,
      call,
    ]);
    // Only the first agent needs the server for it.
    expect(await lineages(['initialize'], 4)).toEqual([
      'SERVER initialize',
      'SERVER initialize',
      'SERVER initialize > CLIENT initialize',
      'SERVER initialize > CLIENT initialize > SERVER initialize',
    ]);
  });

  it('begin a trace of their own where a session is begun anew and no agent has asked', async () => {
    const origin = await startGateway({ tools: stdioFaultServer() });
    const agent = await connectLegacyClient(origin);
    closing.unshift(() => agent.close());
    spans.forget();
    await agent.callTool({ name: 'die' }).catch(() => undefined);
    expect(await lineages(['initialize'], 1)).toEqual(['CLIENT initialize']);
  });
});
