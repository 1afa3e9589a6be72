import { bearer } from '../support/access/holders.ts';
import { exchange, type HttpRequest } from '../support/agents/raw-http.ts';
import { beginSession, callRequest, modernRequest, sendRaw } from '../support/agents/raw-mcp.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { readStats } from '../support/server/admin-api.ts';
import { ADMIN_TOKEN } from '../support/server/server-process.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

const HEADERS = { 'content-type': 'application/json', ...bearer(ADMIN_TOKEN) };
const BOTH = 'application/json, text/event-stream';
/** Characters that many programs treat as the end of a line. */
const ENDS = 'a\u2028b\u2029c\u0085d';

const ERAS: Record<string, (name: string) => HttpRequest> = {
  legacy: (name) => ({ headers: HEADERS, body: JSON.stringify(callRequest(name)) }),
  modern: (name) => {
    const { headers, body } = modernRequest('tools/call', { name, arguments: {} });
    return { headers: { ...HEADERS, ...headers }, body: JSON.stringify(body) };
  },
};

describe.each(Object.entries(ERAS))('the answer to an assistant of the %s era', (_era, ask) => {
  let application: TestApplication;

  beforeEach(async () => {
    application = await startApplication([]);
  });

  afterEach(() => application.app.close());

  const answerTo = (name: string, accept: string | undefined) => {
    const { headers, ...rest } = ask(name);
    const all = { ...headers, ...(accept !== undefined && { accept }) };
    return exchange(application.origin, { ...rest, path: '/admin/mcp', headers: all });
  };

  it.each([
    [BOTH, /json|event-stream/],
    [undefined, /json|event-stream/],
    ['*/*', /json|event-stream/],
    ['Application/*;q=0.1', /^application\/json/],
    ['application/json', /^application\/json/],
    ['application/json; charset=utf-8', /^application\/json/],
    ['text/event-stream', /^text\/event-stream/],
    ['text/*', /^text\/event-stream/],
  ])('comes in a form that the client accepts: %s', async (accept, type) => {
    const { status, headers, messages } = await answerTo('counters', accept);
    expect([status, headers['content-type']]).toEqual([200, expect.stringMatching(type)]);
    expect(messages).toMatchObject([{ result: { content: [{ type: 'text' }] } }]);
  });

  it('is 406 for a client that accepts neither form', async () => {
    const { status, text } = await answerTo('counters', 'text/html');
    expect([status, text]).toEqual([406, expect.stringMatching(/must accept application\/json or/)]);
  });

  it('has no raw character that a reader of lines could take for the end of one', async () => {
    const session = { 'mcp-session-id': await beginSession(application.origin) };
    await sendRaw(application.origin, callRequest(ENDS), { headers: session });
    await waitUntil(async () => (await readStats(application.origin)).errorCount === 1, {
      reason: 'the call is counted',
    });
    const { text } = await answerTo('errors', BOTH);
    expect(text).not.toMatch(/[\u0085\u2028\u2029]/);
    expect(text).toContain(String.raw`a\u2028b\u2029c\u0085d`);
  });
});

describe('the answer to a batch of an assistant', () => {
  it('is a list for a client that accepts only JSON', async () => {
    const { app, origin } = await startApplication([]);
    const body = JSON.stringify([callRequest('counters', {}, 'one'), callRequest('sessions', {}, 'two')]);
    const headers = { ...HEADERS, accept: 'application/json' };
    const { status, messages } = await exchange(origin, { path: '/admin/mcp', headers, body });
    expect(status).toBe(200);
    expect(new Set(messages.map(({ id }) => id))).toEqual(new Set(['one', 'two']));
    await app.close();
  });
});
