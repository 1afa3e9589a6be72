import { Injectable, type INestApplication } from '@nestjs/common';
import { z } from 'zod';
import { collectEvents, TESTING_ADMIN_TOKEN } from '#testing';
import { Prompt, Resource, Tool, type ToolContext } from '#tools';
import { awaitEvent } from '../support/environment/await-event.ts';
import { exchange, type HttpRequest } from '../support/agents/raw-http.ts';
import { beginSession, callRequest, initializeRequest, modernRequest } from '../support/agents/raw-mcp.ts';
import { startApplication } from '../support/server/test-application.ts';

/** Characters that many programs treat as the end of a line. */
const ENDS = 'a\u2028b\u2029c\u0085d';
const RAW_END = /[\u0085\u2028\u2029]/;
const ESCAPED = 'a\\u2028b\\u2029c\\u0085d';
const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

@Injectable()
class Talkers {
  @Tool({ name: 'say', description: ENDS, input: z.object({ text: z.string() }) })
  async say({ text }: { text: string }, context: ToolContext): Promise<object> {
    await context.log('info', text);
    await context.reportProgress({ progress: 1, message: text });
    return { [text]: text };
  }

  @Tool({ name: 'fail', input: z.object({ text: z.string() }) })
  fail({ text }: { text: string }): never {
    throw new Error(text);
  }

  @Prompt({ name: 'say' })
  prompt(): string {
    return ENDS;
  }

  @Resource({ name: 'say', uri: 'test://say' })
  resource(): string {
    return ENDS;
  }
}

describe('text with U+2028, U+2029 and U+0085', () => {
  let app: INestApplication;
  let origin: string;
  let session: string;

  beforeAll(async () => {
    const events = { log: 'memory:' };
    const tools = { payloads: { mode: 'redacted' as const } };
    ({ app, origin } = await startApplication([Talkers], { events, tools }));
    session = await beginSession(origin);
  });
  afterAll(() => app.close());

  const _meta = { progressToken: ENDS, 'io.modelcontextprotocol/logLevel': 'info' };
  const legacy = (message: object): HttpRequest => ({
    headers: { ...HEADERS, 'mcp-session-id': session },
    body: JSON.stringify(message),
  });
  const modern = (message: { method: string; params: Record<string, unknown> }): HttpRequest => {
    const { body, headers } = modernRequest(message.method, message.params);
    const { uri } = message.params;
    const named = typeof uri === 'string' ? { 'mcp-name': uri } : {};
    return { headers: { ...HEADERS, ...headers, ...named }, body: JSON.stringify(body) };
  };
  const request = (method: string, params: Record<string, unknown>) => ({
    jsonrpc: '2.0',
    id: ENDS,
    method,
    params,
  });

  const CASES = [
    ['the result of a tool', 'tools/call', { name: 'say', arguments: { text: ENDS }, _meta }],
    ['the failure of a tool', 'tools/call', { name: 'fail', arguments: { text: ENDS } }],
    ['a list', 'tools/list', {}],
    ['a prompt', 'prompts/get', { name: 'say' }],
    ['a resource', 'resources/read', { uri: 'test://say' }],
    ['an error', 'resources/read', { uri: `test://${ENDS}` }],
  ] as const;

  it.each(CASES)('is escaped in %s, for an agent of the legacy era', async (_, method, params) => {
    const { text } = await exchange(origin, legacy(request(method, params)));
    expect(text).not.toMatch(RAW_END);
    expect(text).toContain(ESCAPED);
  });

  it.each(CASES.slice(0, 5))(
    'is escaped in %s, for an agent of the modern era',
    async (_, method, params) => {
      const { text } = await exchange(origin, modern(request(method, params)));
      expect(text).not.toMatch(RAW_END);
      expect(text).toContain(ESCAPED);
    },
  );

  it('is escaped in the refusal of a request', async () => {
    const refused = await exchange(origin, { ...legacy({ jsonrpc: '2.0', id: ENDS, method: 7 }) });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain(ESCAPED);
  });

  it.each([
    '/history',
    '/history/export',
    '/history/export?format=csv',
    '/stats',
    '/sessions',
    '/history?type=',
  ])('is escaped in the response of %s', async (path) => {
    const record = collectEvents(app);
    await exchange(origin, legacy(request('tools/call', { name: ENDS, arguments: {} })));
    await exchange(origin, legacy(request('tools/call', { name: 'fail', arguments: { text: ENDS } })));
    await exchange(origin, {
      headers: HEADERS,
      body: JSON.stringify(initializeRequest('2025-11-25', ENDS)),
    });
    await awaitEvent(record, 'session:open');
    const headers = { authorization: `Bearer ${TESTING_ADMIN_TOKEN}` };
    const wanted = path.endsWith('=') ? path + encodeURIComponent(ENDS) : path;
    const { text } = await exchange(origin, { method: 'GET', path: wanted, headers });
    expect(text).not.toMatch(RAW_END);
    expect(text).toContain(ESCAPED);
    record.stop();
  });

  it('is escaped on the stream, and matched by a filter', async () => {
    await exchange(origin, legacy(request('tools/call', { name: ENDS, arguments: {} })));
    const headers = { authorization: `Bearer ${TESTING_ADMIN_TOKEN}`, accept: 'text/event-stream' };
    const response = await fetch(`${origin}/events?replay=50&tool=${encodeURIComponent(ENDS)}`, { headers });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!/event: tool:error\n.*\n\n/.test(text)) text += (await reader?.read())?.value ?? '';
    await reader?.cancel();
    expect(text).not.toMatch(RAW_END);
    expect(text).toContain(ESCAPED);
  });
});

describe('a text that is shortened', () => {
  it.each([196, 197, 198, 199, 200])(
    'is not cut inside a character that follows %i others',
    async (length) => {
      const { app, origin } = await startApplication([Talkers]);
      const record = collectEvents(app);
      const name = `${'a'.repeat(length)}${'😀'.repeat(4)}`;
      await exchange(origin, {
        headers: HEADERS,
        body: JSON.stringify(initializeRequest('2025-11-25', name)),
      });
      const { data } = await awaitEvent(record, 'session:open');
      expect(data.client.name).toMatch(/^a+(😀)*…$/u);
      const long = `${'b'.repeat(length + 55)}${'😀'.repeat(4)}`;
      const session = await beginSession(origin);
      const headers = { ...HEADERS, 'mcp-session-id': session };
      await exchange(origin, { headers, body: JSON.stringify(callRequest(long)) });
      expect((await awaitEvent(record, 'tool:start')).data.tool).toMatch(/^b+(😀)*…?$/u);
      await app.close();
    },
  );
});
