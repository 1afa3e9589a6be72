import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { Injectable, type INestApplication } from '@nestjs/common';
import { z } from 'zod';
import { collectEvents, unpairedCalls, type EventCollection } from '#testing';
import { Tool, ToolRegistry, type ToolContext } from '#tools';
import { exchange, type HttpRequest } from '../support/agents/raw-http.ts';
import { beginSession, callRequest, initializeRequest, modernRequest } from '../support/agents/raw-mcp.ts';
import { startApplication } from '../support/server/test-application.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const BOTH = { accept: 'application/json, text/event-stream' };

@Injectable()
class EchoTools {
  @Tool({ name: 'echo', input: z.looseObject({}) })
  echo(input: object): string {
    return JSON.stringify(input);
  }

  @Tool({ name: 'tell' })
  async tell(_input: unknown, context: ToolContext): Promise<string> {
    await context.log('info', 'on the way');
    await context.reportProgress({ progress: 1 });
    return '"told"';
  }

  @Tool({ name: 'ask' })
  async ask(_input: unknown, context: ToolContext): Promise<string> {
    await context.elicit({ message: 'Well?', requestedSchema: { type: 'object', properties: {} } });
    return 'asked';
  }
}

/** Nested arrays. */
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

describe('POST /mcp', () => {
  let app: INestApplication;
  let origin: string;
  let record: EventCollection;
  let session: Record<string, string>;

  const ofEra = {
    legacy: (message: object): HttpRequest => ({
      headers: { ...JSON_TYPE, ...BOTH, ...session },
      body: JSON.stringify(message),
    }),
    modern: (message: object): HttpRequest => {
      const { method, params, ...rest } = message as { method: string; params?: Record<string, unknown> };
      const { body, headers } = modernRequest(method, params);
      return {
        headers: { ...JSON_TYPE, ...BOTH, ...headers },
        body: JSON.stringify({ ...body, ...rest }),
      };
    },
  };
  const ERAS = ['legacy', 'modern'] as const;

  /** The arguments that the tool returned. */
  const echoed = ({ messages }: Awaited<ReturnType<typeof exchange>>): unknown => {
    const [block] = (messages.at(-1)?.result?.['content'] ?? []) as { text: string }[];
    return block && (JSON.parse(block.text) as unknown);
  };

  beforeAll(async () => {
    ({ app, origin } = await startApplication([EchoTools]));
    session = { 'mcp-session-id': await beginSession(origin) };
    record = collectEvents(app);
  });

  afterAll(async () => {
    await record.settled();
    await app.close();
    expect(unpairedCalls(record.events)).toEqual([]);
  });

  describe.each(ERAS)('in the %s era', (era) => {
    it.each([
      ['*/*', 'either'],
      ['application/*, text/*', 'either'],
      ['Application/JSON, Text/Event-Stream', 'either'],
      ['application/json;q=0.9, text/event-stream;q=0.1', 'either'],
      ['text/html, */*;q=0.1', 'either'],
      [undefined, 'either'],
      ['application/json', 'application/json'],
      ['application/json, text/event-stream;q=0', 'application/json'],
      ['application/json; charset=utf-8', 'application/json'],
      ['application/json;charset=UTF-8;q=0.5, text/html', 'application/json'],
      ['text/event-stream', 'text/event-stream'],
      ['text/event-stream; charset=utf-8', 'text/event-stream'],
      ['text/*', 'text/event-stream'],
    ])('serves a client with the header Accept: %s', async (accept, type) => {
      const { headers, ...call } = ofEra[era](callRequest('echo', { a: 1 }));
      const { accept: _, ...others } = headers as Record<string, string>;
      const answer = await exchange(origin, { ...call, headers: { ...others, ...(accept && { accept }) } });
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toMatch(type === 'either' ? /json|event-stream/ : type);
      expect(echoed(answer)).toEqual({ a: 1 });
    });

    it('leaves out messages before the answer for a client that accepts only JSON', async () => {
      const _meta = { progressToken: 1, 'io.modelcontextprotocol/logLevel': 'info' };
      const { headers, ...call } = ofEra[era]({ ...callRequest('tell'), params: { name: 'tell', _meta } });
      const answer = await exchange(origin, { ...call, headers: { ...headers, accept: 'application/json' } });
      expect(answer.messages).toHaveLength(1);
      expect(echoed(answer)).toBe('told');
    });

    it.each([
      'text/html',
      'image/*',
      'application/json;q=0, text/event-stream;q=0',
      'application/json; version=2',
    ])('answers 406 to a client with the header Accept: %s', async (accept) => {
      const { headers, ...call } = ofEra[era](callRequest('echo'));
      const answer = await exchange(origin, { ...call, headers: { ...headers, accept } });
      expect(answer.status).toBe(406);
      expect(answer.messages[0]?.error?.message).toMatch(/must accept .*application\/json/);
    });

    it.each([
      ['gzip', gzipSync],
      ['deflate', deflateSync],
      ['br', brotliCompressSync],
    ] as const)('decodes a body with the Content-Encoding %s', async (encoding, encode) => {
      const { headers, body = '' } = ofEra[era](callRequest('echo', { text: 'Grüße' }));
      const sent = { headers: { ...headers, 'content-encoding': encoding }, body: encode(body) };
      expect(echoed(await exchange(origin, sent))).toEqual({ text: 'Grüße' });
      expect(echoed(await exchange(origin, { ...sent, isChunked: true }))).toEqual({ text: 'Grüße' });
    });

    it.each(['gzip', 'deflate', 'br'])(
      'answers 400 to a body that is not %s although its header says so',
      async (encoding) => {
        const { headers, body = '' } = ofEra[era](callRequest('echo'));
        const sent = { headers: { ...headers, 'content-encoding': encoding }, body };
        expect(await exchange(origin, sent)).toMatchObject({
          status: 400,
          messages: [{ error: { code: -32_700 } }],
        });
      },
    );

    it.each([
      ['content-encoding', 'zstd'],
      ['content-encoding', 'gzip, br'],
      ['content-type', 'application/json; charset=utf-16'],
      ['content-type', 'application/json; charset=iso-8859-1'],
      ['content-type', 'text/plain'],
    ])('answers 415 to the header %s: %s', async (name, value) => {
      const { headers, body = '' } = ofEra[era](callRequest('echo'));
      const answer = await exchange(origin, { headers: { ...headers, [name]: value }, body });
      expect(answer).toMatchObject({ status: 415, messages: [{ error: { code: -32_000 } }] });
    });

    it.each([
      ['an invalid byte', 'ff'],
      ['a text that is cut inside of a character', 'e280'],
      ['an encoded surrogate', 'eda080'],
      ['an overlong form', 'c0af'],
    ])('answers 400 to a body with %s, which is not UTF-8', async (_, bytes) => {
      const { headers, body = '' } = ofEra[era](callRequest('echo', { text: 'HERE' }));
      const [before = '', after = ''] = String(body).split('HERE');
      const sent = Buffer.concat([Buffer.from(before), Buffer.from(bytes, 'hex'), Buffer.from(after)]);
      const answer = await exchange(origin, { headers: headers ?? {}, body: sent });
      expect(answer).toMatchObject({
        status: 400,
        messages: [{ id: null, error: { code: -32_700, message: expect.stringMatching(/not UTF-8/) } }],
      });
    });

    it.each(['utf-8', 'UTF-8', '"utf-8"', 'utf8', 'UTF8'])('accepts the charset %s', async (charset) => {
      const { headers, ...call } = ofEra[era](callRequest('echo', { text: 'Grüße' }));
      const type = { 'content-type': `application/json; charset=${charset}` };
      const answer = await exchange(origin, { ...call, headers: { ...headers, ...type } });
      expect(echoed(answer)).toEqual({ text: 'Grüße' });
    });

    it('takes an empty Content-Encoding for none', async () => {
      const { headers, ...call } = ofEra[era](callRequest('echo', { a: 1 }));
      const answer = await exchange(origin, { ...call, headers: { ...headers, 'content-encoding': '' } });
      expect(echoed(answer)).toEqual({ a: 1 });
    });

    it('accepts a body that begins with a byte order mark', async () => {
      const { headers, body = '' } = ofEra[era](callRequest('echo', { a: 1 }));
      const answer = await exchange(origin, { headers: headers ?? {}, body: `\uFEFF${String(body)}` });
      expect(echoed(answer)).toEqual({ a: 1 });
    });

    it('ignores unknown members, and null for an optional member', async () => {
      const call = callRequest('echo') as { params: object };
      const message = { ...call, extra: 1, params: { ...call.params, arguments: null, extra: {} } };
      expect(echoed(await exchange(origin, ofEra[era](message)))).toEqual({});
    });

    it.each([
      ['1.5', /"id"/],
      ['1e300', /"id"/],
      ['9007199254740993', /"id"/],
      ['null', /"id"/],
      ['{}', /"id"/],
      ['[1]', /"id"/],
      ['true', /"id"/],
    ])('names the member "id" when its value is %s', async (id, message) => {
      const { headers, body = '' } = ofEra[era]({ ...callRequest('echo'), id: 'HERE' });
      const answer = await exchange(origin, {
        headers: headers ?? {},
        body: String(body).replace('"HERE"', id),
      });
      expect(answer).toMatchObject({
        status: 400,
        messages: [{ error: { code: -32_600, message: expect.stringMatching(message) } }],
      });
    });

    it.each([
      ['jsonrpc', '1.0'],
      ['method', 7],
      ['params', 'text'],
      ['params', [1]],
    ])('names the member "%s" when its value is %j', async (member, value) => {
      const { headers, body = '' } = ofEra[era](callRequest('echo'));
      const message = { ...(JSON.parse(String(body)) as object), id: 3, [member]: value };
      const answer = await exchange(origin, { headers: headers ?? {}, body: JSON.stringify(message) });
      expect(answer).toMatchObject({
        status: 400,
        messages: [{ id: 3, error: { code: -32_600, message: expect.stringContaining(`"${member}"`) } }],
      });
    });

    it.each(['ping', 'tools/list', 'tools/call', 'prompts/get'])(
      'answers %s whose params are null with a result, or names them',
      async (method) => {
        const { headers } = ofEra[era]({ method });
        const body = JSON.stringify({ jsonrpc: '2.0', id: 4, method, params: null });
        const { messages } = await exchange(origin, { headers: headers ?? {}, body });
        const [answer] = messages;
        const said = answer?.result ? 'a result' : answer?.error?.message;
        expect(said).toMatch(/a result|params/);
      },
    );

    it('answers 400 to a message that is nested too deeply', async () => {
      const { headers, body = '' } = ofEra[era](callRequest('echo', { deep: 'HERE' }));
      const deep = String(body).replace('"HERE"', nested(5_000));
      expect(await exchange(origin, { headers: headers ?? {}, body: deep })).toMatchObject({
        status: 400,
        messages: [{ error: { code: -32_600, message: expect.stringMatching(/256 levels/) } }],
      });
      const shallow = String(body).replace('"HERE"', nested(200));
      expect((await exchange(origin, { headers: headers ?? {}, body: shallow })).status).toBe(200);
    });

    it('answers 400 to a URI that is too long', async () => {
      const { headers, body = '' } = ofEra[era](callRequest('echo'));
      const params = { ...(JSON.parse(String(body)) as { params: object }).params, uri: 'u'.repeat(65_537) };
      const message = { ...(JSON.parse(String(body)) as object), id: 4, params };
      expect(await exchange(origin, { headers: headers ?? {}, body: JSON.stringify(message) })).toMatchObject(
        {
          status: 400,
          messages: [{ id: 4, error: { code: -32_600, message: expect.stringContaining('"params.uri"') } }],
        },
      );
    });

    it('answers 400 to lists that are nested deeper than the stack allows', async () => {
      const { headers } = ofEra[era](callRequest('echo', {}));
      expect(await exchange(origin, { headers: headers ?? {}, body: nested(500_000) })).toMatchObject({
        status: 400,
        messages: [{ error: { code: -32_600, message: expect.stringMatching(/256 levels/) } }],
      });
    });

    it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
      'treats %s as an ordinary argument, and as an unknown tool',
      async (name) => {
        const { headers, body = '' } = ofEra[era](callRequest('echo', { HERE: { polluted: true }, b: 1 }));
        const sent = { headers: headers ?? {}, body: String(body).replace('HERE', name) };
        expect(echoed(await exchange(origin, sent))).toMatchObject({ b: 1 });
        const unknown = await exchange(origin, ofEra[era](callRequest(name)));
        expect(unknown.messages.at(-1)?.error).toMatchObject({
          code: -32_602,
          message: expect.stringContaining('not found'),
        });
        expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
      },
    );

    it('serves a tool with the name of a member that every object has', async () => {
      const registry = app.get(ToolRegistry);
      registry.register({ options: { name: 'constructor' }, handle: async () => '{"of":"tool"}' }, 'test');
      expect(echoed(await exchange(origin, ofEra[era](callRequest('constructor'))))).toEqual({ of: 'tool' });
      registry.remove('constructor');
    });

    it('answers a cancellation that was sent as a request', async () => {
      const message = { jsonrpc: '2.0', id: 9, method: 'notifications/cancelled', params: { requestId: 1 } };
      const { messages } = await exchange(origin, ofEra[era](message));
      expect(messages).toMatchObject([{ id: 9, error: { code: -32_601 } }]);
    });
  });

  it.each([
    ['method', { method: 'x'.repeat(65_537) }],
    ['params.name', { params: { name: 'x'.repeat(65_537) } }],
  ])('answers 400 to a request of the modern era whose "%s" no header can hold', async (member, change) => {
    const { headers, body = '' } = ofEra.modern(callRequest('echo'));
    const sent = JSON.parse(String(body)) as { params: object };
    const message = {
      ...sent,
      ...change,
      params: { ...sent.params, ...('params' in change && change.params) },
    };
    const { status, messages } = await exchange(origin, {
      headers: headers ?? {},
      body: JSON.stringify(message),
    });
    expect(status).toBe(400);
    expect(messages).toMatchObject([
      { id: 2, error: { code: -32_020, message: `"${member}" is longer than its header can be` } },
    ]);
  });

  describe('in the legacy era, for a client that accepts only JSON,', () => {
    const json = (headers: Record<string, string>) => ({
      ...JSON_TYPE,
      ...headers,
      accept: 'application/json',
    });

    it('answers a batch with a list', async () => {
      const batch = [callRequest('echo', { a: 1 }, 'x'), callRequest('echo', { a: 2 }, 'y')];
      const { status, text } = await exchange(origin, {
        headers: json(session),
        body: JSON.stringify(batch),
      });
      expect(status).toBe(200);
      const answers = JSON.parse(text) as { id: string }[];
      expect(answers.map(({ id }) => id).toSorted()).toEqual(['x', 'y']);
    });

    it('tells a handler at once that it cannot ask its agent', async () => {
      const begin = initializeRequest() as { params: object };
      const params = { ...begin.params, capabilities: { elicitation: {} } };
      const body = JSON.stringify({ ...begin, params });
      const { headers } = await exchange(origin, { headers: json({}), body });
      const asking = json({ 'mcp-session-id': String(headers['mcp-session-id']) });
      const answer = await exchange(origin, { headers: asking, body: JSON.stringify(callRequest('ask')) });
      expect(answer.messages).toMatchObject([
        {
          result: {
            isError: true,
            content: [{ text: expect.stringMatching(/accepts no text\/event-stream/) }],
          },
        },
      ]);
    });

    it('answers 202 to a batch whose only call was cancelled', async () => {
      const message = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'c' } };
      const batch = [callRequest('tell', {}, 'c'), message];
      const { status, text } = await exchange(origin, {
        headers: json(session),
        body: JSON.stringify(batch),
      });
      expect([status, text]).toEqual([202, '']);
    });
  });

  describe('with "initialize"', () => {
    const begin = (message: object, headers: Record<string, string> = {}) =>
      exchange(origin, { headers: { ...JSON_TYPE, ...BOTH, ...headers }, body: JSON.stringify(message) });

    it.each(['2025-12-01', '2024-10-07', '2026-07-28', '2027-01-01', 'banana'])(
      'negotiates by the body when the header MCP-Protocol-Version is %s',
      async (revision) => {
        const answer = await begin(initializeRequest('2025-06-18'), { 'mcp-protocol-version': revision });
        expect(answer).toMatchObject({
          status: 200,
          headers: { 'mcp-session-id': expect.any(String) },
          messages: [{ id: 1, result: { protocolVersion: '2025-06-18' } }],
        });
      },
    );

    it.each([
      ['params', (message: Record<string, unknown>) => ({ ...message, params: undefined })],
      ['params', (message: Record<string, unknown>) => ({ ...message, params: null })],
      ...['protocolVersion', 'capabilities', 'clientInfo'].map(
        (member) =>
          [
            `params.${member}`,
            (message: Record<string, unknown>) => ({
              ...message,
              params: { ...(message['params'] as object), [member]: undefined },
            }),
          ] as const,
      ),
      [
        'params.clientInfo.version',
        (message: Record<string, unknown>) => ({
          ...message,
          params: { ...(message['params'] as object), clientInfo: { name: 'x' } },
        }),
      ],
    ] as const)('names the missing member %s', async (member, without) => {
      const answer = await begin(without(initializeRequest() as Record<string, unknown>));
      expect(answer).toMatchObject({
        status: 400,
        messages: [{ id: 1, error: { code: -32_602, message: expect.stringContaining(`${member}:`) } }],
      });
      expect(answer.headers).not.toHaveProperty('mcp-session-id');
    });

    it.each([
      ['without an id', () => ({ ...initializeRequest(), id: undefined }), /initialize request: id:/],
      ['in a batch of its own', () => [initializeRequest()], /may not be in a batch/],
      ['in a batch', () => [callRequest('echo'), initializeRequest()], /may not be in a batch/],
    ])('says why no session begins with one %s', async (_, message, reason) => {
      const answer = await begin(message());
      expect(answer).toMatchObject({
        status: 400,
        messages: [{ id: null, error: { code: -32_600, message: expect.stringMatching(reason) } }],
      });
      expect(answer.headers).not.toHaveProperty('mcp-session-id');
    });

    it('answers with the id of the request when the session has begun already', async () => {
      const answer = await begin({ ...initializeRequest(), id: 'again' }, session);
      expect(answer).toMatchObject({
        status: 400,
        messages: [
          { id: 'again', error: { code: -32_600, message: expect.stringMatching(/has begun already/) } },
        ],
      });
    });

    it('begins a session even if the request names an unknown one', async () => {
      const { status, headers } = await begin(initializeRequest(), { 'mcp-session-id': 'gone' });
      expect(status).toBe(200);
      expect(headers['mcp-session-id']).toMatch(/^[\w-]{20,}$/);
    });

    it('answers 400 when it is nested too deeply', async () => {
      const body = JSON.stringify(initializeRequest()).replace(
        '"capabilities":{}',
        `"capabilities":{"experimental":{"deep":${nested(5_000)}}}`,
      );
      expect(await exchange(origin, { headers: { ...JSON_TYPE, ...BOTH }, body })).toMatchObject({
        status: 400,
        messages: [{ error: { code: -32_600, message: expect.stringMatching(/256 levels/) } }],
      });
    });

    it('accepts __proto__ as the name of a capability', async () => {
      const message = JSON.stringify(initializeRequest()).replace(
        '"capabilities":{}',
        '"capabilities":{"__proto__":{}}',
      );
      const answer = await exchange(origin, { headers: { ...JSON_TYPE, ...BOTH }, body: message });
      expect(answer.status).toBe(200);
    });

    it.each(['GET', 'DELETE', 'PUT'])('begins no session when the method is %s', async (method) => {
      const body = JSON.stringify(initializeRequest());
      const answer = await exchange(origin, { method, headers: { ...JSON_TYPE, ...BOTH }, body });
      expect(answer.status).toBe(method === 'DELETE' ? 400 : 405);
      expect(answer.headers).not.toHaveProperty('mcp-session-id');
    });
  });
});

describe('GET /mcp', () => {
  it.each([
    ['text/event-stream', 200],
    ['*/*', 200],
    ['text/*;q=0.1', 200],
    [undefined, 200],
    ['application/json', 406],
    ['text/event-stream;q=0', 406],
  ])('with the header Accept: %s is answered with %i', async (accept, status) => {
    const { app, origin } = await startApplication([EchoTools]);
    const session = { 'mcp-session-id': await beginSession(origin) };
    const answer = await exchange(
      origin,
      { method: 'GET', headers: { ...session, ...(accept && { accept }) } },
      true,
    );
    expect(answer.status).toBe(status);
    await app.close();
  });
});

describe('a client of the HTTP+SSE transport of revision 2024-11-05', () => {
  it('is told at each of its URLs where to send requests', async () => {
    const { app, origin } = await startApplication([EchoTools], { standalone: true });
    const bare = await exchange(origin, { method: 'GET', headers: { accept: 'text/event-stream' } });
    expect(bare).toMatchObject({
      status: 405,
      headers: { allow: 'POST' },
      messages: [{ error: { code: -32_000, message: expect.stringMatching(/POST to this URL/) } }],
    });
    for (const [method, path] of [
      ['GET', '/sse'],
      ['POST', '/sse'],
      ['POST', '/messages'],
      ['POST', '/messages/?session_id=1'],
      ['GET', '/mcp/sse'],
      ['GET', '/SSE'],
    ] as const) {
      const { status, text } = await exchange(origin, { method, path });
      expect([status, text]).toEqual([404, expect.stringContaining('POST /mcp (Streamable HTTP)')]);
    }
    await app.close();
  });
});
