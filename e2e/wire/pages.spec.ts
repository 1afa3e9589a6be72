import type { INestApplication } from '@nestjs/common';
import { exchange } from '../support/agents/raw-http.ts';
import { beginSession, initializeRequest } from '../support/agents/raw-mcp.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { startApplication } from '../support/server/test-application.ts';

const PAGE = 'https://tools.example:8443';
const KEY = 'key-of-the-page-0123';
const TYPES = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

describe('a page of an allowed host', () => {
  let app: INestApplication;
  let origin: string;

  const page = { origin: PAGE };
  const withKey = { ...page, ...TYPES, authorization: `Bearer ${KEY}` };

  beforeAll(async () => {
    ({ app, origin } = await startApplication([ScriptedTools], {
      access: { allowedHosts: ['tools.example'] },
      mcp: { serverInfo: { name: 'test', version: '1' }, agentKeys: [{ tenantId: 'acme', key: KEY }] },
    }));
  });
  afterAll(() => app.close());

  it('can send a preflight request without a key', async () => {
    const headers = {
      ...page,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,mcp-session-id,mcp-param-region',
    };
    const answer = await exchange(origin, { method: 'OPTIONS', headers });
    expect(answer).toMatchObject({
      status: 204,
      text: '',
      headers: {
        'access-control-allow-origin': PAGE,
        'access-control-allow-methods': 'GET, POST, DELETE',
        'access-control-allow-headers': headers['access-control-request-headers'],
        vary: expect.stringContaining('Origin'),
      },
    });
  });

  it('can read the id of its session', async () => {
    const body = JSON.stringify(initializeRequest());
    const { status, headers } = await exchange(origin, { headers: withKey, body });
    expect(status).toBe(200);
    expect(headers['mcp-session-id']).toBeDefined();
    expect(headers['access-control-expose-headers']).toMatch(/Mcp-Session-Id.*WWW-Authenticate/);
    expect(headers['access-control-allow-origin']).toBe(PAGE);
  });

  it.each([
    ['401', 401, { ...page, ...TYPES }, '{}'],
    ['400', 400, withKey, '{"jsonrpc"'],
    ['404', 404, { ...withKey, 'mcp-session-id': 'gone' }, '{"jsonrpc":"2.0","id":1,"method":"ping"}'],
    ['406', 406, { ...withKey, accept: 'text/html' }, JSON.stringify(initializeRequest())],
  ])('can read a refusal with %s', async (_, status, headers, body) => {
    const answer = await exchange(origin, { headers, body });
    expect(answer.status).toBe(status);
    expect(answer.headers['access-control-allow-origin']).toBe(PAGE);
    expect(answer.headers['access-control-expose-headers']).toContain('WWW-Authenticate');
  });

  it('can read a stream', async () => {
    const sessionId = await beginSession(origin, { authorization: `Bearer ${KEY}` });
    const headers = { ...withKey, accept: 'text/event-stream', 'mcp-session-id': sessionId };
    const answer = await exchange(origin, { method: 'GET', headers }, true);
    expect(answer).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': PAGE } });
  });
});

describe('a page of a foreign host', () => {
  it('can send neither a preflight request nor a message', async () => {
    const { app, origin } = await startApplication([ScriptedTools]);
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    for (const method of ['OPTIONS', 'POST']) {
      const answer = await exchange(origin, { method, headers });
      expect(answer.status).toBe(403);
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    }
    await app.close();
  });
});
