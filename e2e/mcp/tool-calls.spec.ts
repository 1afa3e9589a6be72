import type { INestApplication } from '@nestjs/common';
import { collectEvents, unpairedCalls, type EventCollection } from '#testing';
import { awaitEvent } from '../support/environment/await-event.ts';
import { ERAS, type EraAgent } from '../support/agents/either-era.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { startApplication } from '../support/server/test-application.ts';

describe.each(ERAS)('an agent of the $era era', ({ era, origin: sessionOrigin, revision, connect }) => {
  let app: INestApplication;
  let origin: string;
  let record: EventCollection;
  let agent: EraAgent;
  let name: string;
  let agents = 0;

  beforeAll(async () => {
    ({ app, origin } = await startApplication([ScriptedTools]));
  });

  beforeEach(async () => {
    record = collectEvents(app);
    // A unique name, because modern agents with the same identity share a session.
    name = `${era}-${(agents += 1)}`;
    agent = await connect(origin, { name });
  });

  afterEach(async () => {
    await agent.close();
    await record.settled();
    expect(unpairedCalls(record.events)).toEqual([]);
    record.stop();
  });

  afterAll(() => app.close());

  it('lists the tools with their schemas and annotations, unaltered', async () => {
    const tools = await agent.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'add',
      'whoami',
      'count',
      'throw',
      'decline',
      'break-schema',
      'ask',
      'hold',
      'hold-briefly',
    ]);
    expect(tools[0]).toEqual({
      name: 'add',
      title: 'Add',
      description: 'Adds two numbers.',
      inputSchema: expect.objectContaining({
        type: 'object',
        properties: { a: { type: 'number', description: 'The first.' }, b: { type: 'number' } },
        required: ['a', 'b'],
      }),
      outputSchema: expect.objectContaining({
        type: 'object',
        properties: { sum: { type: 'number' } },
        required: ['sum'],
      }),
      annotations: { readOnlyHint: true, idempotentHint: true },
    });
    expect(tools[1]).toEqual({
      name: 'whoami',
      description: 'Says whose call it is.',
      inputSchema: expect.objectContaining({ type: 'object' }),
    });
  });

  it('gets a structured result unaltered', async () => {
    const { _meta, resultType, ...result } = await agent.call('add', { a: 1, b: 2 });
    expect(result).toEqual({
      content: [{ type: 'text', text: '{"sum":3}' }],
      structuredContent: { sum: 3 },
    });
    // Only the members that revision 2026-07-28 itself adds to a result.
    expect(Object.keys(_meta ?? {})).toEqual(era === 'modern' ? ['io.modelcontextprotocol/serverInfo'] : []);
    expect([undefined, 'complete']).toContain(resultType);
    const { data, sessionId, tenantId } = await awaitEvent(record, 'tool:done');
    const [start] = record.all('tool:start');
    expect(data).toEqual({
      callId: start?.data.callId,
      tool: 'add',
      durationMs: expect.any(Number),
      argumentBytes: '{"a":1,"b":2}'.length,
      resultBytes: expect.any(Number),
    });
    expect(start).toMatchObject({ sessionId, tenantId, data: { tool: 'add' } });
    expect(tenantId).toBe('default');
  });

  it('opens a session with its origin', async () => {
    await agent.call('whoami');
    const { data, sessionId } = await awaitEvent(record, 'session:open');
    expect(data).toEqual({
      origin: sessionOrigin,
      client: { name, version: era === 'legacy' ? '1.0.0' : '2.0.0' },
      principal: 'anonymous',
      protocolVersion: revision,
    });
    const done = await awaitEvent(record, 'tool:done');
    expect(done.sessionId).toBe(sessionId);
  });

  it('is known to its handler by session, tenant and client', async () => {
    const { structuredContent } = await agent.call('whoami');
    const { sessionId } = await awaitEvent(record, 'tool:done');
    expect(structuredContent).toEqual({
      sessionId,
      tenantId: 'default',
      client: { name, version: expect.any(String) },
    });
  });

  it('gets the progress that it asked for', async () => {
    const heard: unknown[] = [];
    const { content } = await agent.call('count', { to: 3 }, { onprogress: (step) => heard.push(step) });
    expect(content).toEqual([{ type: 'text', text: 'counted to 3' }]);
    expect(heard).toEqual([1, 2, 3].map((n) => ({ progress: n, total: 3, message: `step ${n}` })));
  });

  it('gets no progress that it did not ask for', async () => {
    const { content } = await agent.call('count', { to: 3 });
    expect(content).toEqual([{ type: 'text', text: 'counted to 3' }]);
  });

  it('gets no progress after the answer, and a late report does not make the handler fail', async () => {
    const key = `${era} talkative`;
    const heard: number[] = [];
    const call = agent.call('hold', { key }, { onprogress: ({ progress }) => heard.push(progress) });
    const { context, finish } = await app.get(ScriptedTools).held(key);
    await context.reportProgress({ progress: 1 });
    finish('over');
    await call;
    await expect(context.reportProgress({ progress: 2 })).resolves.toBeUndefined();
    expect(heard).toEqual([1]);
  });

  it('gets an answer when a tool times out', async () => {
    const key = `${era} late`;
    const result = await agent.call('hold-briefly', { key }, { onprogress: () => undefined });
    expect(result).toMatchObject({
      isError: true,
      content: [{ type: 'text', text: 'Timed out after 50 ms' }],
    });
    const { aborted, context } = await app.get(ScriptedTools).held(key);
    // A handler that has not noticed the time-out yet must not fail.
    await expect(context.reportProgress({ progress: 1 })).resolves.toBeUndefined();
    expect(await aborted).toMatchObject({ message: 'Timed out after 50 ms' });
    const { data } = await awaitEvent(record, 'tool:error');
    expect(data).toMatchObject({ tool: 'hold-briefly', kind: 'timeout', error: 'Timed out after 50 ms' });
    expect(data.durationMs).toBeGreaterThanOrEqual(49);
  });

  it('gets a thrown error as a failed result, while the event has the kind "thrown"', async () => {
    const result = await agent.call('throw');
    expect(result).toMatchObject({
      isError: true,
      content: [{ type: 'text', text: 'The disk is full of stars' }],
    });
    const { data } = await awaitEvent(record, 'tool:error');
    expect(data).toMatchObject({ tool: 'throw', kind: 'thrown', error: 'The disk is full of stars' });
    expect(data).not.toHaveProperty('code');
  });

  it('gets a result with isError, which counts as an error of the tool', async () => {
    const result = await agent.call('decline');
    expect(result).toMatchObject({ isError: true, content: [{ text: 'There is no such city' }] });
    const { data } = await awaitEvent(record, 'tool:error');
    expect(data).toMatchObject({ tool: 'decline', kind: 'tool', error: 'There is no such city' });
    expect(data).not.toHaveProperty('code');
    expect(record.all('tool:done')).toEqual([]);
  });

  it('gets the name of an invalid argument', async () => {
    const result = await agent.call('add', { a: 1, b: 'two' });
    expect(result).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('b') }] });
    const { data } = await awaitEvent(record, 'tool:error');
    expect(data).toMatchObject({ tool: 'add', kind: 'tool', code: 'invalid-arguments' });
    expect(data.error).toContain('add');
  });

  it('gets no structured result that breaks the output schema', async () => {
    const result = await agent.call('break-schema');
    expect(result).toMatchObject({ isError: true });
    const { data } = await awaitEvent(record, 'tool:error');
    expect(data).toMatchObject({ tool: 'break-schema', kind: 'tool' });
    expect(data).not.toHaveProperty('code');
  });

  it.each(['nonesuch', 'constructor', '__proto__'])(
    'gets a JSON-RPC error for the unknown tool %s',
    async (tool) => {
      await expect(agent.call(tool)).rejects.toMatchObject({ code: -32_602 });
      const { data } = await awaitEvent(record, 'tool:error');
      expect(data).toMatchObject({ tool, kind: 'protocol', code: -32_602 });
      expect(data.error).toContain(tool);
    },
  );

  it('cancels a call, which aborts the signal of its handler', async () => {
    const cancel = new AbortController();
    const key = `${era} cancelled`;
    const call = agent.call('hold', { key }, { signal: cancel.signal });
    const outcome = call.catch((error: unknown) => error);
    const { aborted } = await app.get(ScriptedTools).held(key);
    cancel.abort('No longer needed');
    await outcome;
    await aborted;
    const { data } = await awaitEvent(record, 'tool:error');
    expect(data).toMatchObject({ tool: 'hold', kind: 'cancelled' });
    expect(data.error).toBe(
      era === 'legacy'
        ? 'Cancelled by the client: No longer needed'
        : 'The client closed the response stream',
    );
  });

  it('gets its own answer to each of many concurrent calls', async () => {
    const keys = Array.from({ length: 20 }, (_, n) => `${era} ${n}`);
    const calls = keys.map((key) => agent.call('hold', { key }));
    const held = await Promise.all(keys.map((key) => app.get(ScriptedTools).held(key)));
    for (const [n, { finish }] of [...held.entries()].toReversed()) finish(`result ${n}`);
    const texts = (await Promise.all(calls)).map(({ content }) => (content as { text: string }[])[0]?.text);
    expect(texts).toEqual(keys.map((_, n) => `result ${n}`));
    const starts = record.all('tool:start').map(({ data }) => data.callId);
    expect(new Set(starts).size).toBe(20);
    await awaitEvent(record, 'tool:done', { where: () => record.all('tool:done').length === 20 });
  });
});
