import { request } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { MAX_BODY_BYTES } from '#mcp';
import { collectEvents, unpairedCalls, type EventCollection } from '#testing';
import { awaitEvent } from '../support/environment/await-event.ts';
import {
  beginSession,
  callRequest,
  initializeRequest,
  sendModern,
  sendRaw,
} from '../support/agents/raw-mcp.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { startApplication } from '../support/server/test-application.ts';

describe('the MCP endpoint, on bad input,', () => {
  let app: INestApplication;
  let origin: string;
  let record: EventCollection;
  let session: { 'mcp-session-id': string };

  /** A JSON-RPC error with a message that is not empty. */
  const refusal = (status: number, code: number, message = /\w+ \w+/) => ({
    status,
    body: { jsonrpc: '2.0', error: { code, message: expect.stringMatching(message) } },
  });

  beforeAll(async () => {
    ({ app, origin } = await startApplication([ScriptedTools]));
    session = { 'mcp-session-id': await beginSession(origin) };
  });

  beforeEach(() => {
    record = collectEvents(app);
  });

  afterEach(async () => {
    await record.settled();
    expect(record.all('session:open')).toEqual([]);
    expect(unpairedCalls(record.events)).toEqual([]);
    record.stop();
  });

  afterAll(async () => {
    // Bad input must not harm the session.
    const { body } = await sendRaw(origin, callRequest('add', { a: 20, b: 22 }), { headers: session });
    await app.close();
    expect(body?.result).toMatchObject({ structuredContent: { sum: 42 } });
  });

  it.each(['{"jsonrpc": "2.0", ', 'initialize', '{"jsonrpc":"2.0"}}', '[1,'])(
    'answers 400 and -32700 to the malformed JSON %s',
    async (text) => {
      expect(await sendRaw(origin, text, { headers: session })).toMatchObject(refusal(400, -32_700));
      expect(await sendRaw(origin, text)).toMatchObject(refusal(400, -32_700));
    },
  );

  it('answers 400 and -32700 to an empty body', async () => {
    expect(await sendRaw(origin, '', { headers: session })).toMatchObject(refusal(400, -32_700));
    expect(await sendRaw(origin, undefined)).toMatchObject(refusal(400, -32_700));
  });

  it.each([
    ['a number', 5],
    ['null', 'null'],
    ['a string', '"initialize"'],
    ['an object', {}],
    ['a message of another version', { jsonrpc: '1.0', id: 1, method: 'ping' }],
    ['a message without a version', { id: 1, method: 'ping' }],
    ['a method that is no string', { jsonrpc: '2.0', id: 1, method: 7 }],
    ['an empty batch', []],
    ['a batch of nonsense', [1, 2]],
  ])('answers 400 and -32600 to %s, which is not JSON-RPC', async (_, body) => {
    expect(await sendRaw(origin, body, { headers: session })).toMatchObject(refusal(400, -32_600));
    expect(await sendRaw(origin, body)).toMatchObject(refusal(400, -32_600));
  });

  it('accepts a body of 4 MiB, and answers 413 to one more byte', async () => {
    const empty = JSON.stringify(callRequest('add', { a: 1, b: 1, note: '' })).length;
    const fits = callRequest('add', { a: 1, b: 1, note: 'x'.repeat(MAX_BODY_BYTES - empty) });
    const taken = await sendRaw(origin, fits, { headers: session });
    expect(taken.body?.result).toMatchObject({ structuredContent: { sum: 2 } });
    const { method, ...rest } = JSON.parse(JSON.stringify(fits)) as Record<string, unknown>;
    const tooLarge = `${JSON.stringify({ ...rest, method })} `;
    expect(tooLarge).toHaveLength(MAX_BODY_BYTES + 1);
    expect(await sendRaw(origin, tooLarge, { headers: session })).toMatchObject(
      refusal(413, -32_000, /larger than 4194304 bytes/),
    );
  });

  it('answers 413 to a body that is too large and has no Content-Length', async () => {
    const body = new Blob(['x'.repeat(MAX_BODY_BYTES + 1)]).stream();
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' };
    const response = await fetch(`${origin}/mcp`, init as RequestInit);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ jsonrpc: '2.0', error: { code: -32_000 } });
  });

  it('answers 413 to a body without a Content-Length as soon as it is too large', async () => {
    const first = new TextEncoder().encode('x'.repeat(MAX_BODY_BYTES + 1));
    // It never ends.
    const body = new ReadableStream({ start: (controller) => controller.enqueue(first) });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' };
    const response = await fetch(`${origin}/mcp`, init as RequestInit);
    expect(response.status).toBe(413);
    await response.body?.cancel();
  });

  it('answers 404 to an unknown session', async () => {
    const unknown = { 'mcp-session-id': '00000000-0000-4000-8000-000000000000' };
    const notFound = refusal(404, -32_001, /Session not found/);
    expect(await sendRaw(origin, callRequest('add'), { headers: unknown })).toMatchObject(notFound);
    expect(await sendRaw(origin, undefined, { method: 'DELETE', headers: unknown })).toMatchObject(notFound);
    expect(await sendRaw(origin, undefined, { method: 'GET', headers: unknown })).toMatchObject(notFound);
  });

  it.each(['POST', 'DELETE'])('answers 400 to %s without a session', async (method) => {
    const body = method === 'POST' ? callRequest('add', { a: 1, b: 2 }) : undefined;
    expect(await sendRaw(origin, body, { method })).toMatchObject(refusal(400, -32_000, /Mcp-Session-Id/));
  });

  it.each(['PUT', 'PATCH', 'OPTIONS'])('answers 405 to %s and lists the allowed methods', async (method) => {
    const answer = await sendRaw(origin, method === 'OPTIONS' ? undefined : {}, {
      method,
      headers: session,
    });
    expect(answer).toMatchObject(refusal(405, -32_000, new RegExp(method)));
    expect(answer.headers.get('allow')).toBe('POST, GET, DELETE');
  });

  it('answers 415 to a content type other than JSON', async () => {
    const text = { 'content-type': 'text/plain' };
    const refused = refusal(415, -32_000, /application\/json/);
    expect(await sendRaw(origin, callRequest('add'), { headers: { ...session, ...text } })).toMatchObject(
      refused,
    );
    expect(await sendRaw(origin, initializeRequest(), { headers: text })).toMatchObject(refused);
    expect(await sendModern(origin, 'tools/list', {}, { headers: text })).toMatchObject(refused);
  });

  it('answers 415 to a charset or an encoding that it cannot read', async () => {
    const charset = { ...session, 'content-type': 'application/json; charset=klingon' };
    expect((await sendRaw(origin, callRequest('add'), { headers: charset })).status).toBe(415);
    const encoding = { ...session, 'content-encoding': 'wax' };
    expect((await sendRaw(origin, callRequest('add'), { headers: encoding })).status).toBe(415);
  });

  it('answers 406 to a client that accepts neither JSON nor event streams', async () => {
    const headers = { ...session, accept: 'text/html' };
    expect(await sendRaw(origin, callRequest('add'), { headers })).toMatchObject(refusal(406, -32_000));
  });

  it('answers 400 to an unknown protocol revision', async () => {
    const headers = { ...session, 'mcp-protocol-version': '1999-12-31' };
    expect(await sendRaw(origin, callRequest('add'), { headers })).toMatchObject(
      refusal(400, -32_000, /1999-12-31/),
    );
  });

  it('answers -32601 to an unknown method', async () => {
    const unknown = { jsonrpc: '2.0', id: 4, method: 'tools/destroy' };
    const legacy = await sendRaw(origin, unknown, { headers: session });
    expect(legacy).toMatchObject({ status: 200, body: { id: 4, error: { code: -32_601 } } });
  });

  it('answers -32602 to a call without the name of a tool', async () => {
    const nameless = { jsonrpc: '2.0', id: 6, method: 'tools/call', params: {} };
    const { body } = await sendRaw(origin, nameless, { headers: session });
    expect(body).toMatchObject({ id: 6, error: { code: -32_602 } });
    const { data } = await awaitEvent(record, 'tool:error');
    expect(data).toMatchObject({ tool: '(unnamed)', kind: 'protocol', code: -32_602 });
  });

  it('shortens long names and messages in its events', async () => {
    const { body } = await sendRaw(origin, callRequest('x'.repeat(100_000)), { headers: session });
    expect(body).toMatchObject({ error: { code: -32_602 } });
    const { data } = await awaitEvent(record, 'tool:error');
    expect(data.tool).toHaveLength(256);
    expect(data.error.length).toBeLessThanOrEqual(2_048);
  });

  it('answers 403 to a foreign Host', async () => {
    const status = await new Promise((resolve, reject) => {
      const headers = { host: 'evil.example', 'content-type': 'application/json' };
      const call = request(`${origin}/mcp`, { method: 'POST', headers }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode, body: JSON.parse(text) as unknown }));
      });
      call.on('error', reject).end(JSON.stringify(initializeRequest()));
    });
    expect(status).toMatchObject(refusal(403, -32_000));
  });

  it('answers 403 to a foreign Origin', async () => {
    const headers = { origin: 'https://evil.example' };
    expect(await sendRaw(origin, initializeRequest(), { headers })).toMatchObject(refusal(403, -32_000));
    expect(await sendModern(origin, 'tools/list', {}, { headers })).toMatchObject(refusal(403, -32_000));
  });
});

describe('an unknown method of revision 2026-07-28', () => {
  it('is answered with 404 and -32601', async () => {
    const { app, origin } = await startApplication([ScriptedTools]);
    const answer = await sendModern(origin, 'tools/destroy', {}, { id: 8 });
    expect(answer).toMatchObject({ status: 404, body: { id: 8, error: { code: -32_601 } } });
    await app.close();
  });
});
