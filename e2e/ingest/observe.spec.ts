import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CrowsnestEvent } from '#contract';
import { connectLegacyClient, connectModernClient, createCrowsnestTestingApp, unpairedCalls } from '#testing';
import { observe, type Observer, type Trouble } from '../../packages/observe/index.ts';
import { sendModern } from '../support/agents/raw-mcp.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import {
  startLegacyServer,
  startModernServer,
  type OthersServer,
} from '../support/ingest/observed-servers.ts';
import { INGEST_KEYS, INGEST_OPTION } from '../support/ingest/outside-source.ts';
import { readAll } from '../support/server/admin-api.ts';
import { freePort } from '../support/server/server-process.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

const STDIO_SERVER = 'dist/e2e/support/ingest/observed-stdio-server.js';

describe('a server of somebody else that is observed', () => {
  let crowsnest: TestApplication;
  let server: OthersServer;
  let observers: Set<Observer>;

  beforeEach(async () => {
    crowsnest = await startApplication([], { ingest: INGEST_OPTION });
    observers = new Set();
  });

  afterEach(async () => {
    for (const observer of observers) await observer.close();
    await crowsnest.app.close();
  });

  const options = () => ({ url: crowsnest.origin, key: INGEST_KEYS.acme });

  function watch(observed: Parameters<typeof observe>[0]): void {
    const observer = observe(observed, options());
    if (observer) observers.add(observer);
  }

  /** The events of sessions and calls once as many are told. */
  async function told(count: number, origin = crowsnest.origin): Promise<CrowsnestEvent[]> {
    const events = async () =>
      (await readAll(origin, '0')).filter(
        ({ type }) => type.startsWith('session:') || type.startsWith('tool:'),
      );
    await waitUntil(async () => (await events()).length >= count, { reason: `${count} events are told` });
    return events();
  }

  it('tells of its sessions and calls, on SDK v1 in Express', async () => {
    server = await startLegacyServer(watch);
    const client = await connectLegacyClient(server.origin, { name: 'desk' });
    const { sessionId } = client.transport;
    expect(await client.callTool({ name: 'echo', arguments: { text: 'hi' } })).toMatchObject({
      content: [{ text: 'hi' }],
    });
    await client.callTool({ name: 'fail' });
    const stop = new AbortController();
    const waiting = client.callTool({ name: 'wait' }, undefined, { signal: stop.signal });
    // It runs: a cancellation on another connection could arrive before it otherwise.
    await told(6);
    stop.abort();
    await expect(waiting).rejects.toThrow(/abort|timeout|cancel/i);
    await client.transport.terminateSession();
    await client.close();

    const events = await told(8);
    expect(events).toMatchObject([
      {
        type: 'session:open',
        tenantId: 'acme',
        data: { origin: 'protocol', client: { name: 'desk' }, upstream: 'legacy-orders' },
      },
      { type: 'tool:start', data: { tool: 'echo', argumentBytes: 13 } },
      { type: 'tool:done', data: { tool: 'echo' } },
      { type: 'tool:start', data: { tool: 'fail' } },
      { type: 'tool:error', data: { tool: 'fail', kind: 'tool', error: 'No such order' } },
      { type: 'tool:start', data: { tool: 'wait' } },
      { type: 'tool:error', data: { tool: 'wait', kind: 'cancelled' } },
      { type: 'session:close', data: { reason: 'client', calls: 3 } },
    ]);
    expect(events[0]?.sessionId.startsWith(`${sessionId}~`)).toBe(true);
    expect(unpairedCalls(events)).toEqual([]);
    await server.close();
  });

  it('tells of its calls on SDK v2, where a server is made for each request', async () => {
    server = await startModernServer(watch);
    const client = await connectModernClient(server.origin, { name: 'desk' });
    for (const text of ['one', 'two'])
      expect(await client.callTool({ name: 'echo', arguments: { text } })).toMatchObject({
        content: [{ text }],
      });
    const events = await told(5);
    expect(events.map(({ type }) => type)).toEqual([
      'session:open',
      'tool:start',
      'tool:done',
      'tool:start',
      'tool:done',
    ]);
    expect(events[0]?.data).toMatchObject({
      origin: 'derived',
      client: { name: 'desk' },
      protocolVersion: '2026-07-28',
      upstream: 'modern-orders',
    });
    expect(observers.size).toBe(1);
    await client.close();
    await server.close();
  });

  it('ties a call that asks for input to the one that answers, where its client says which one that is', async () => {
    server = await startModernServer(watch);
    const _meta = { 'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } } };
    const book = async (answer: object = {}) => {
      const { body } = await sendModern(server.origin, 'tools/call', { name: 'book', ...answer, _meta });
      return body?.result as { requestState?: string } | undefined;
    };
    const inputResponses = { seat: { action: 'accept', content: {} } };
    const first = await book();
    const second = await book();
    await book({ requestState: second?.requestState, inputResponses });
    await book({ requestState: 'of nobody', inputResponses });
    await book({ requestState: first?.requestState, inputResponses });
    const events = await told(11);
    const started = events.flatMap((event) => (event.type === 'tool:start' ? event.data : []));
    const [one, two] = started.map(({ callId }) => callId);
    expect(started.map(({ continues }) => continues)).toEqual([undefined, undefined, two, undefined, one]);
    const ended = events.flatMap((event) => (event.type === 'tool:done' ? event.data : []));
    expect(ended.map(({ outcome }) => outcome)).toEqual([
      'input_required',
      'input_required',
      undefined,
      undefined,
      undefined,
    ]);
    expect(ended.map(({ continues }) => continues)).toEqual([undefined, undefined, two, undefined, one]);
    expect(unpairedCalls(events)).toEqual([]);
    await server.close();
  });

  it('tells of a call whose result has no JSON as a failure', async () => {
    const transport = {
      onmessage: (_message: object) => undefined,
      send: async (_message: object) => undefined,
    };
    const bare = { connect: async (_transport: typeof transport) => undefined };
    watch(bare);
    await bare.connect(transport);
    transport.onmessage({ jsonrpc: '2.0', id: 1, method: 'initialize', params: {} });
    await transport.send({ jsonrpc: '2.0', id: 1, result: {} });
    transport.onmessage({ jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'big' } });
    await transport.send({ jsonrpc: '2.0', id: 2, result: { content: [], structuredContent: { n: 10n } } });
    const events = await told(3);
    expect(events.at(-1)).toMatchObject({ type: 'tool:error', data: { tool: 'big', kind: 'thrown' } });
    expect(unpairedCalls(events)).toEqual([]);
  });

  it('counts nothing twice where others wrap the transport, before and after, and observe it twice', async () => {
    let seen = 0;
    server = await startLegacyServer((observed) => {
      const inner = observed.server;
      const wrap = (): void => {
        const connect = inner.connect.bind(inner);
        inner.connect = async (transport) => {
          const { onmessage } = transport;
          transport.onmessage = (message, extra) => {
            seen += 1;
            onmessage?.(message, extra);
          };
          const send = transport.send.bind(transport);
          transport.send = (message, sendOptions) => send(message, sendOptions);
          await connect(transport);
        };
      };
      wrap();
      watch(observed);
      watch(inner);
      wrap();
    });
    const client = await connectLegacyClient(server.origin, { name: 'desk' });
    await client.callTool({ name: 'echo', arguments: { text: 'hi' } });
    await client.callTool({ name: 'echo', arguments: { text: 'hi' } });
    await client.close();
    const events = await told(5);
    expect(events.map(({ type }) => type)).toEqual([
      'session:open',
      'tool:start',
      'tool:done',
      'tool:start',
      'tool:done',
    ]);
    expect(seen).toBeGreaterThan(5);
    await server.close();
  });

  it('works as ever while Crowsnest is away, and is told of once when it is back', async () => {
    const port = await freePort();
    const troubles: Trouble[] = [];
    server = await startLegacyServer((observed) => {
      const url = `http://127.0.0.1:${port}`;
      const observer = observe(observed, {
        url,
        key: INGEST_KEYS.acme,
        onTrouble: (trouble) => troubles.push(trouble),
      });
      if (observer) observers.add(observer);
    });
    const client = await connectLegacyClient(server.origin, { name: 'desk' });
    for (let call = 0; call < 10; call += 1)
      await client.callTool({ name: 'echo', arguments: { text: 'hi' } });
    await waitUntil(() => troubles.length > 0, { reason: 'the observer has noticed' });
    await client.callTool({ name: 'fail' });

    const back = await createCrowsnestTestingApp({ port, options: { ingest: INGEST_OPTION } });
    const events = await told(23, await back.getUrl());
    expect(events).toHaveLength(23);
    expect(unpairedCalls(events)).toEqual([]);
    expect(troubles).toMatchObject([{ code: 'unreachable' }]);
    await client.close();
    for (const observer of observers) await observer.close();
    await back.close();
    await server.close();
  });

  it.each([
    ['its client has left', 'hello', 0],
    ['it ends itself', 'exit', 7],
  ])('tells everything over stdio before its process ends, when %s', async (_, tool, exitCode) => {
    const child = spawn(process.execPath, [STDIO_SERVER], {
      env: {
        PATH: process.env['PATH'],
        CROWSNEST_URL: crowsnest.origin,
        CROWSNEST_INGEST_KEY: INGEST_KEYS.acme,
      },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    const say = (message: object): unknown =>
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    const clientInfo = { name: 'desk', version: '1.0' };
    say({
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo },
    });
    say({ method: 'notifications/initialized' });
    say({ id: 2, method: 'tools/call', params: { name: tool } });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await waitUntil(() => output.includes('"id":2'), { reason: 'the call is answered' });
    child.stdin.end();
    expect((await exited)[0]).toBe(exitCode);
    const events = await told(4);
    expect(events.map(({ type }) => type)).toEqual([
      'session:open',
      'tool:start',
      'tool:done',
      'session:close',
    ]);
    expect(events.at(-1)?.data).toMatchObject({ reason: 'shutdown', calls: 1 });
  });

  it('works over stdio if there is no key, and says so once on the standard error', async () => {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [STDIO_SERVER],
      env: { PATH: process.env['PATH'] ?? '' },
      stderr: 'pipe',
    });
    let errors = '';
    transport.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const client = new Client({ name: 'desk', version: '1.0' });
    await client.connect(transport);
    expect(await client.callTool({ name: 'hello' })).toMatchObject({ content: [{ text: 'hello' }] });
    await waitUntil(() => errors.includes('CROWSNEST_INGEST_KEY'), { reason: 'it is said' });
    await client.close();
    expect(errors.match(/CROWSNEST_INGEST_KEY/g)).toHaveLength(1);
  });
});
