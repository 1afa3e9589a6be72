import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { INestApplication } from '@nestjs/common';
import { collectEvents, createCrowsnestTestingApp, TESTING_ADMIN_TOKEN } from '#testing';
import { awaitEvent } from '../../support/environment/await-event.ts';
import { beginSession, sendModern, sendRaw, type RawMessage } from '../../support/agents/raw-mcp.ts';
import { ScriptedUpstream } from '../../support/gateway/scripted-upstream.ts';

/** Has no text form: `String` throws for it. */
const WITHOUT_TEXT = { toString: 1, valueOf: 1 };

const ODD_LIST = JSON.stringify({
  tools: [
    null,
    5,
    { name: null },
    { name: WITHOUT_TEXT },
    { name: 'odd', description: 7, inputSchema: { type: 'object' } },
  ],
  nextCursor: null,
});

const answering = (result: string) => (): string[] => [`{"jsonrpc":"2.0","id":ID,"result":${result}}`];

describe('the gateway, for messages that are not as MCP has them,', () => {
  const upstreams: ScriptedUpstream[] = [];
  let app: INestApplication;

  /** An agent of the older era. */
  const beginAgent = async () => {
    const origin = await app.getUrl();
    const session = { 'mcp-session-id': await beginSession(origin), 'mcp-protocol-version': '2025-06-18' };
    return async (method: string, params: object = {}): Promise<Partial<RawMessage>> => {
      const { body } = await sendRaw(origin, { jsonrpc: '2.0', id: 2, method, params }, { headers: session });
      return body ?? {};
    };
  };

  const start = async (names: string[], era: 'legacy' | 'modern' | 'auto' = 'legacy'): Promise<void> => {
    const options: Record<string, { url: string; era: typeof era }> = {};
    for (const name of names) {
      const upstream = new ScriptedUpstream();
      upstreams.push(upstream);
      options[name] = { url: await upstream.listen(), era };
    }
    app = await createCrowsnestTestingApp({ options: { standalone: true, upstreams: options } });
  };
  const script = (answers: ScriptedUpstream['script']): void => {
    for (const upstream of upstreams) upstream.script = answers;
  };
  afterEach(async () => {
    await app.close();
    for (const upstream of upstreams.splice(0)) upstream.close();
  });

  it('lists once what can be called, although an upstream lists anything and has no next page', async () => {
    await start(['one', 'two']);
    const ask = await beginAgent();
    script(answering(ODD_LIST));
    const { result = {} } = await ask('tools/list');
    const names = (result['tools'] as { name: unknown }[]).map(({ name }) => name);
    expect(names.filter((name) => typeof name === 'string')).toEqual(['one__odd', 'two__odd']);
    const asked = upstreams.map(({ seen }) => seen.filter(({ body }) => body.includes('tools/list')).length);
    expect(asked).toEqual([1, 1]);
  });

  it('lists each tool once, although an upstream gives the same page and cursor for ever', async () => {
    await start(['one', 'two']);
    const ask = await beginAgent();
    script(answering('{"tools":[{"name":"a"},{"name":"b"}],"nextCursor":"2"}'));
    const { result = {} } = await ask('tools/list');
    const names = (result['tools'] as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(['one__a', 'one__b', 'two__a', 'two__b']);
  });

  it.each([
    ['tools/call', { name: WITHOUT_TEXT }, '"params.name" must be a string'],
    ['prompts/get', { name: 5 }, '"params.name" must be a string'],
    ['resources/read', { uri: WITHOUT_TEXT }, '"params.uri" must be a string'],
    ['resources/subscribe', { uri: null }, '"params.uri" must be a string'],
    ['completion/complete', { ref: { uri: WITHOUT_TEXT } }, '"params.uri" must be a string'],
  ])('answers %s of several upstreams with what is wrong', async (method, params, message) => {
    await start(['one', 'two']);
    const ask = await beginAgent();
    expect((await ask(method, params)).error).toEqual({ code: -32_602, message });
  });

  it('begins a session of several upstreams whose own answers are of any form', async () => {
    await start(['one', 'two']);
    script(answering('{}'));
    upstreams[0]!.initialized = '{"jsonrpc":"2.0","id":ID,"result":null}';
    upstreams[1]!.initialized =
      '{"jsonrpc":"2.0","id":ID,"result":{"protocolVersion":"2025-06-18","capabilities":["tools"],"instructions":7}}';
    const ask = await beginAgent();
    expect((await ask('ping')).result).toEqual({});
  });

  it.each(['null', '"text"', '[]'])(
    'answers an agent of the other era whose result is %s',
    async (result) => {
      await start(['one']);
      script(answering(result));
      const { body } = await sendModern(await app.getUrl(), 'prompts/list');
      expect(body?.error).toMatchObject({ code: -32_000, message: expect.stringContaining('no object') });
    },
  );

  it.each([
    ['"result":null', 'its result is no object'],
    ['"result":{},"error":null', 'it has a result and an error'],
    ['"error":"text"', 'no error with a code and a message'],
    ['"error":{"message":"no code"}', 'no error with a code and a message'],
    ['"later":1', 'no error with a code and a message'],
  ])('answers an agent of the same era whose upstream answers %s', async (members, fault) => {
    await start(['one']);
    const ask = await beginAgent();
    script(() => [`{"jsonrpc":"2.0","id":ID,${members}}`]);
    const { error } = await ask('tools/call', { name: 'odd', arguments: {} });
    expect(error).toMatchObject({ code: -32_000, message: expect.stringContaining(fault) });
    expect(error).toMatchObject({ data: { upstream: 'one', fault: 'NOT_MCP' } });
  });

  it.each(['legacy', 'modern'] as const)(
    'takes an answer whose id is a text in place of a number, of an upstream of the %s era',
    async (era) => {
      await start(['one'], era);
      script(() => ['{"jsonrpc":"2.0","id":"ID","result":{"content":[]}}']);
      upstreams[0]!.initialized =
        '{"jsonrpc":"2.0","id":"ID","result":{"protocolVersion":"2025-06-18","capabilities":{}}}';
      const ask = await beginAgent();
      expect(await ask('tools/call', { name: 'odd', arguments: {} })).toMatchObject({
        id: 2,
        result: { content: [] },
      });
    },
  );

  it('serves an agent of the other era once the upstream is ready, although it has refused both eras before', async () => {
    await start(['one'], 'auto');
    const refusal = '{"jsonrpc":"2.0","id":ID,"error":{"code":-32000,"message":"Not ready"}}';
    const [upstream] = upstreams;
    const { initialized } = upstream!;
    upstream!.initialized = refusal;
    script(() => [refusal]);
    const refused = await sendModern(await app.getUrl(), 'tools/call', { name: 'odd', arguments: {} });
    expect(refused.body?.error).toMatchObject({ message: expect.stringContaining('Not ready') });
    upstream!.initialized = initialized;
    script(({ method }) => (method === 'tools/call' ? answering('{"content":[]}')() : [refusal]));
    const { body } = await sendModern(await app.getUrl(), 'tools/call', { name: 'odd', arguments: {} });
    expect(body?.result).toMatchObject({ content: [] });
  });

  it.each(['\n', '\r\n', '\r'])('passes an answer of several lines on, which end with %j', async (end) => {
    await start(['one']);
    const ask = await beginAgent();
    script(() => [['{', '"jsonrpc":"2.0",', '"id":ID,', '"result":{"content":[]}', '}'].join(end)]);
    expect(await ask('tools/call', { name: 'odd', arguments: {} })).toMatchObject({
      id: 2,
      result: { content: [] },
    });
    const { body } = await sendModern(await app.getUrl(), 'tools/call', { name: 'odd', arguments: {} });
    expect(body?.result).toMatchObject({ content: [] });
  });

  it('serves an agent of the other era although the upstream does not say its name', async () => {
    await start(['one']);
    script(answering('{"content":[]}'));
    upstreams[0]!.initialized =
      '{"jsonrpc":"2.0","id":ID,"result":{"protocolVersion":"2025-06-18","capabilities":{}}}';
    const { body } = await sendModern(await app.getUrl(), 'tools/call', { name: 'odd', arguments: {} });
    expect(body?.result).toMatchObject({ content: [] });
  });

  it.each(['null', '{"a":null}', '{"a":{"method":5}}', '{"a":{"method":"roots/list","params":7}}'])(
    'answers an agent of the older era whose upstream asks for %s',
    async (inputRequests) => {
      await start(['one'], 'modern');
      script(({ method }) =>
        method === 'tools/call'
          ? answering(`{"resultType":"input_required","inputRequests":${inputRequests}}`)()
          : answering('{"resultType":"complete","capabilities":{}}')(),
      );
      const ask = await beginAgent();
      const { error } = await ask('tools/call', { name: 'odd', arguments: {} });
      expect(error).toMatchObject({ code: -32_000, message: expect.stringContaining('not that of MCP') });
    },
  );

  it('keeps what an upstream has taken, whatever it was', async () => {
    await start(['one']);
    script(answering('{}'));
    const ask = await beginAgent();
    expect((await ask('resources/subscribe', { uri: WITHOUT_TEXT })).result).toEqual({});
    expect((await ask('vendor/any', { uri: WITHOUT_TEXT })).result).toEqual({});
  });

  it.each(['null', '""'])(
    'knows which tools there are when the next cursor of the older era is %s',
    async (cursor) => {
      await start(['one']);
      script(({ method }) =>
        method === 'tools/list'
          ? answering(`{"tools":[{"name":"odd","inputSchema":{"type":"object"}}],"nextCursor":${cursor}}`)()
          : answering('{"content":[]}')(),
      );
      const record = collectEvents(app);
      const ask = await beginAgent();
      await ask('tools/list');
      await ask('tools/call', { name: 'invented', arguments: {} });
      expect((await awaitEvent(record, 'tool:start')).data).toMatchObject({
        tool: 'invented',
        offered: false,
      });
    },
  );

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ])('reads answers in the content coding %s, for which it has not asked', async (name, encode) => {
    await start(['one']);
    const [upstream] = upstreams;
    upstream!.coding = { name, encode };
    const ask = await beginAgent();
    script(answering('{"tools":[{"name":"odd"}]}'));
    expect((await ask('tools/list')).result).toEqual({ tools: [{ name: 'odd' }] });
    // A stream, which begins with an event without data.
    script(() => ['', '{"jsonrpc":"2.0","id":ID,"result":{"content":[]}}']);
    expect((await ask('tools/call', { name: 'odd' })).id).toBe(2);
    expect(upstream!.seen.at(-1)?.headers['accept-encoding']).toBe('identity');
  });

  it.each([
    ['compress', (text: string) => Buffer.from(text), 'Content-Encoding "compress"'],
    ['gzip', (text: string) => Buffer.from(text), 'The gateway does not understand it'],
    ['identity', (text: string) => Buffer.from(`\ufeff${text}`), undefined],
  ])(
    'answers when an upstream encodes its answer as %s and is not to be understood',
    async (name, encode, fault) => {
      await start(['one']);
      const ask = await beginAgent();
      script(answering('{"tools":[]}'));
      upstreams[0]!.coding = { name, encode };
      const { result, error } = await ask('tools/list');
      expect(error?.message ?? '').toContain(fault ?? '');
      expect(result).toEqual(fault === undefined ? { tools: [] } : undefined);
    },
  );

  it('shows an admin the tools that can be called', async () => {
    await start(['one'], 'modern');
    script(answering(ODD_LIST));
    const headers = { authorization: `Bearer ${TESTING_ADMIN_TOKEN}` };
    const response = await fetch(`${await app.getUrl()}/tools`, { headers });
    expect(response.status).toBe(200);
    expect((await response.json()) as object).toMatchObject({ tools: [{ name: 'odd' }] });
  });
});
