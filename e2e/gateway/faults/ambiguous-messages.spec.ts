import type { INestApplication } from '@nestjs/common';
import { collectEvents, createCrowsnestTestingApp } from '#testing';
import { awaitEvent } from '../../support/environment/await-event.ts';
import { beginSession, sendRaw } from '../../support/agents/raw-mcp.ts';
import { ScriptedUpstream } from '../../support/gateway/scripted-upstream.ts';

/** Messages in which readers of JSON find different methods or tools, with the key that makes them do so. */
const AMBIGUOUS = [
  ['name', '"id":7,"method":"tools/call","params":{"name":"secret","name":"open","arguments":{}}'],
  ['name', '"id":7,"method":"tools/call","params":{"n\\u0061me":"secret","name":"open","arguments":{}}'],
  ['Name', '"id":7,"method":"tools/call","params":{"name":"open","Name":"secret","arguments":{}}'],
  ['NAME', '"id":7,"method":"tools/call","params":{"name":"open","NAME":"secret"}'],
  ['params', '"id":7,"method":"tools/call","params":{"name":"secret"},"params":{"name":"open"}'],
  ['param\u017f', '"id":7,"method":"tools/call","params":{"name":"open"},"param\u017f":{"name":"secret"}'],
  ['Method', '"id":7,"method":"ping","Method":"tools/call","params":{"name":"secret"}'],
  ['method', '"id":7,"method":"tools/call","method":"ping","params":{"name":"secret"}'],
  ['ID', '"method":"notifications/x","ID":7,"params":{"name":"secret"}'],
] as const;

/** Members that stand twice, or in another case, where no reader finds another tool by them. */
const PLAIN = [
  '"id":7,"method":"tools/call","params":{"name":"open","arguments":{"name":1,"Name":2,"secret":3}}',
  '"id":7,"method":"x/of-another-day","params":{"Name":"secret","name":"open"}',
  '"id":7,"method":"tools/call","params":{"name":"open","extra":1,"EXTRA":2},"More":1,"more":2',
];

const RULES = [
  ['that may use every tool', {}],
  ['with rules of tools', { deny: ['other*'] }],
] as const;

describe.each(RULES)('a message of an agent %s', (_, rules) => {
  let upstream: ScriptedUpstream;
  let gateway: INestApplication;
  let origin: string;
  let headers: Record<string, string>;

  beforeEach(async () => {
    upstream = new ScriptedUpstream();
    upstream.script = () => ['{"jsonrpc":"2.0","id":ID,"result":{"content":[]}}'];
    gateway = await createCrowsnestTestingApp({
      options: {
        standalone: true,
        upstreams: { notes: { url: await upstream.listen(), era: 'legacy' } },
        mcp: { agentKeys: [{ tenantId: 'acme', key: 'key-of-the-agent', ...rules }] },
      },
    });
    origin = await gateway.getUrl();
    const agent = { authorization: 'Bearer key-of-the-agent' };
    headers = { ...agent, 'mcp-session-id': await beginSession(origin, agent) };
  });
  afterEach(async () => {
    await gateway.close();
    upstream.close();
  });

  const secretsSeen = () => upstream.seen.filter(({ body }) => body.includes('secret'));

  it.each(AMBIGUOUS)('is refused when readers differ about "%s": %s', async (key, members) => {
    const record = collectEvents(gateway);
    const { status, body } = await sendRaw(origin, `{"jsonrpc":"2.0",${members}}`, { headers });
    expect(status).toBe(400);
    const message = `Invalid request: write "${key}" once, and in the case of MCP: readers take it differently`;
    expect(body).toMatchObject({
      id: members.includes('"id":7') ? 7 : null,
      error: { code: -32_600, message },
    });
    expect(secretsSeen()).toEqual([]);
    // The next call is the first one that there is an event of.
    const call = '{"jsonrpc":"2.0","id":8,"method":"tools/call","params":{"name":"open"}}';
    expect((await sendRaw(origin, call, { headers })).status).toBe(200);
    await awaitEvent(record, 'tool:done');
    expect(record.all('tool:start').map(({ data }) => data.tool)).toEqual(['open']);
  });

  it.each(PLAIN)('passes as it is when they do not: %s', async (members) => {
    const sent = `{"jsonrpc":"2.0",${members}}`;
    expect((await sendRaw(origin, sent, { headers })).body).toMatchObject({ id: 7, result: {} });
    expect(upstream.seen.map(({ body }) => body)).toContainEqual(expect.stringContaining(members.slice(7)));
  });

  it('is refused in a batch', async () => {
    const batch = `[{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0",${AMBIGUOUS[0][1]}}]`;
    const { status, body } = await sendRaw(origin, batch, { headers });
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: { code: -32_600 } });
    expect(secretsSeen()).toEqual([]);
  });
});

describe('a message to several servers at one URL', () => {
  it('is refused when readers differ about it', async () => {
    const upstreams = [new ScriptedUpstream(), new ScriptedUpstream()] as const;
    const gateway = await createCrowsnestTestingApp({
      options: {
        standalone: true,
        upstreams: {
          one: { url: await upstreams[0].listen(), era: 'legacy' },
          two: { url: await upstreams[1].listen(), era: 'legacy' },
        },
      },
    });
    try {
      const origin = await gateway.getUrl();
      const headers = { 'mcp-session-id': await beginSession(origin) };
      const call =
        '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"one__a","Name":"one__b"}}';
      const { status, body } = await sendRaw(origin, call, { headers });
      expect([status, body]).toMatchObject([400, { id: 7, error: { code: -32_600 } }]);
    } finally {
      await gateway.close();
      for (const upstream of upstreams) upstream.close();
    }
  });
});
