import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { sendModern } from '../support/agents/raw-mcp.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { ADMIN_TOKEN, freePort, ServerProcess } from '../support/server/server-process.ts';
import { SpanReceiver } from '../support/traces/span-receiver.ts';

type Line = Record<string, unknown>;

const TRACE_ID = 'a'.repeat(32);

/** A program that logs while it answers a request, as a tool does. */
const LOGGING_PROGRAM = `
  import { createServer } from 'node:http';
  import { Logger } from '@nestjs/common';
  import { JsonLogger, logRequests } from '${resolve('dist/apps/server/logging/index.js')}';
  const json = new JsonLogger('info');
  Logger.overrideLogger(json);
  const server = createServer(async (request, response) => {
    await 0;
    new Logger('Tool').warn({ city: 'Bern', password: 'open-sesame', text: 'one\\ntwo' });
    new Logger('Tool').debug('not at this level');
    new Logger('Tool').error(new Error('no such city'));
    response.end();
  });
  logRequests(server, json, (text) => text === 'a-key-of-somebody');
  server.listen(0, '127.0.0.1', async () => {
    await fetch('http://127.0.0.1:' + server.address().port + '/mcp/a-key-of-somebody', { headers: { 'x-request-id': 'r-1' } });
    server.close();
  });
`;

/** The lines that are whole. */
function linesOf(output: string): Line[] {
  return output
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}

/** The lines of the requests to a path, once there are as many as that. */
async function requestsTo(server: ServerProcess, path: string, count: number): Promise<Line[]> {
  const lines = () => linesOf(server.output).filter((line) => line['path'] === path);
  await waitUntil(() => lines().length >= count, { reason: `${count} requests to ${path} are logged` });
  return lines();
}

describe('the log in lines of JSON', () => {
  afterEach(() => ServerProcess.killAll());

  it('has a line for each request, with its ids, and neither its query nor its credentials', async () => {
    const server = await ServerProcess.start(await freePort(), {
      CROWSNEST_LOG: 'memory:',
      CROWSNEST_LOG_FORMAT: 'json',
    });
    const authorization = `Bearer ${ADMIN_TOKEN}`;
    const traceparent = `00-${TRACE_ID}-${'b'.repeat(16)}-01`;
    const headers = { authorization, traceparent, 'x-request-id': 'from-the-proxy' };
    // The code of an identity provider arrives like this.
    await fetch(`${server.origin}/auth/session?code=a-secret-code`, { headers });
    await fetch(`${server.origin}/stats`, {
      headers: { authorization: 'Bearer a-wrong-token', 'x-request-id': 'not an id' },
    });
    const lineOf = (route: string) => linesOf(server.output).find(({ path }) => path === route);
    await waitUntil(() => lineOf('/auth/session') && lineOf('/stats'), { reason: 'both are logged' });
    expect(lineOf('/auth/session')).toMatchObject({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      msg: 'Request',
      requestId: 'from-the-proxy',
      traceId: TRACE_ID,
      method: 'GET',
      status: 200,
      durationMs: expect.any(Number),
      from: '127.0.0.1',
    });
    expect(lineOf('/stats')).toMatchObject({
      status: 401,
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    // Monitoring asks often: its requests are at the level debug.
    expect(server.output).not.toContain('/health/live');
    for (const secret of [ADMIN_TOKEN, 'a-wrong-token', 'a-secret-code'])
      expect(server.output).not.toContain(secret);
    expect(linesOf(server.output).find(({ context }) => context === 'Crowsnest')).toMatchObject({
      msg: expect.stringContaining('Agents connect to'),
    });
  });

  it('has the trace that the message of an agent names', async () => {
    const server = await ServerProcess.start(await freePort(), {
      CROWSNEST_LOG: 'memory:',
      CROWSNEST_LOG_FORMAT: 'json',
    });
    const traceparent = `00-${TRACE_ID}-${'b'.repeat(16)}-01`;
    await sendModern(server.origin, 'tools/list', {}, { traceparent });
    await sendModern(server.origin, 'tools/list');
    const lines = await requestsTo(server, '/mcp', 2);
    expect(lines.map(({ traceId }) => traceId)).toEqual([TRACE_ID, undefined]);
  });

  it('has the trace that records a message, as the receiver of traces gets it', async () => {
    const receiver = await SpanReceiver.start();
    const server = await ServerProcess.start(await freePort(), {
      CROWSNEST_LOG: 'memory:',
      CROWSNEST_LOG_FORMAT: 'json',
      CROWSNEST_OTLP_ENDPOINT: receiver.endpoint,
    });
    await sendModern(server.origin, 'tools/list');
    const [line] = await requestsTo(server, '/mcp', 1);
    await server.stop();
    await receiver.stop();
    expect(receiver.spans.map(({ traceId }) => traceId)).toEqual([line?.['traceId']]);
  });

  it('names the address that a trusted proxy forwards, and the proxy if that is none', async () => {
    const server = await ServerProcess.start(await freePort(), {
      CROWSNEST_LOG: 'memory:',
      CROWSNEST_LOG_FORMAT: 'json',
      CROWSNEST_TRUST_PROXY: '1',
      AGENT_KEYS: 'acme=a-key-of-an-agent',
    });
    const forwarded = ['192.0.2.7', `fe80::7%${'z'.repeat(5_000)}`, 'x'.repeat(5_000)];
    for (const address of forwarded)
      await fetch(`${server.origin}/stats`, { headers: { 'x-forwarded-for': address } });
    const logged = () => linesOf(server.output).filter(({ path }) => path === '/stats');
    await waitUntil(() => logged().length === forwarded.length, { reason: 'all requests are logged' });
    expect(logged().map(({ from }) => from)).toEqual(['192.0.2.7', 'fe80::7', '127.0.0.1']);
  });

  it('gives what is logged during a request the ids of the request, and redacts what it holds', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '--eval',
      LOGGING_PROGRAM,
    ]);
    const [warning, error, request] = linesOf(stdout);
    expect(warning).toMatchObject({ level: 'warn', context: 'Tool', requestId: 'r-1', city: 'Bern' });
    expect(warning).toMatchObject({ text: 'one\ntwo' });
    expect(stdout).not.toMatch(/open-sesame|not at this level/);
    expect(error).toMatchObject({
      level: 'error',
      requestId: 'r-1',
      err: expect.stringMatching(/^Error: no such city\n/),
    });
    expect(request).toMatchObject({ msg: 'Request', requestId: 'r-1', path: '/mcp/[redacted]', status: 200 });
  });
});
