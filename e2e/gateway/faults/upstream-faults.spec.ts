import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { UpstreamRegistry } from '#gateway';
import { collectEvents, connectLegacyClient, createCrowsnestTestingApp, type LegacyClient } from '#testing';
import { awaitEvent } from '../../support/environment/await-event.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';
import { temporaryFolder } from '../../support/environment/temporary-folder.ts';
import {
  isRunning,
  serverThatRefuses,
  stdioFaultServer,
  type StartFault,
} from '../../support/fault-server/fault-server.ts';

/** Milliseconds that a start may take. They are over when the test says so. */
const START_MS = 120_000;

/** What a tool answered, in text. */
async function call(client: LegacyClient, name: string, args: object = {}): Promise<string> {
  const { content } = (await client.callTool({ name, arguments: { ...args } })) as {
    content: { text: string }[];
  };
  return content[0]?.text ?? '';
}

describe('a faulty upstream over stdio', () => {
  let gateway: INestApplication;
  const clients: LegacyClient[] = [];

  const start = async (fault: StartFault = 'healthy', options: object = {}): Promise<void> => {
    const upstreams = { faulty: { ...stdioFaultServer(fault), ...options } };
    gateway = await createCrowsnestTestingApp({ options: { standalone: true, upstreams } });
  };
  const connect = async (): Promise<LegacyClient> => {
    const client = await connectLegacyClient(gateway);
    clients.push(client);
    return client;
  };
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close();
    await gateway.close();
  });

  it.each([
    ['die', { reason: 'EXITED', exitCode: 7 }],
    ['die-of-signal', { reason: 'EXITED', signal: 'SIGABRT' }],
    ['half-line-and-die', { reason: 'EXITED', exitCode: 8 }],
    ['endless-line', { reason: 'TOO_LONG' }],
    ['close-stdout', { reason: 'EXITED' }],
  ])('fails the call that makes it "%s", tells of it, and serves the next one', async (tool, how) => {
    await start();
    const record = collectEvents(gateway);
    const client = await connect();
    const pid = Number(await call(client, 'pid'));
    await expect(call(client, tool)).rejects.toThrow('not sent again');
    expect(await awaitEvent(record, 'upstream:down')).toMatchObject({ data: { upstream: 'faulty', ...how } });
    expect(await awaitEvent(record, 'tool:error')).toMatchObject({ data: { tool, kind: 'protocol' } });
    expect(Number(await call(client, 'pid'))).not.toBe(pid);
    await waitUntil(() => record.all('upstream:up').length === 2, { reason: 'it is up again' });
    await waitUntil(() => !isRunning(pid), { reason: 'nothing is left of the old process' });
  });

  it.each([
    ['flood-stdout', 'flooded'],
    ['flood-stderr', 'flooded'],
    ['garbage', 'after garbage'],
    ['answer-twice', 'first'],
    ['answer-unknown', 'to you'],
    ['answer-with-text-id', 'by its text'],
  ])('answers a call although it does "%s"', async (tool, text) => {
    await start();
    const client = await connect();
    expect(await call(client, tool)).toBe(text);
    expect(await call(client, 'echo', { still: 'there' })).toBe('{"still":"there"}');
  });

  it('answers a call with its last line, which has no end', async () => {
    await start();
    const record = collectEvents(gateway);
    const client = await connect();
    expect(await call(client, 'last-line-without-end')).toBe('last words');
    // What is sent while it ends may be lost.
    await awaitEvent(record, 'upstream:down');
    expect(await call(client, 'echo', { still: 'there' })).toBe('{"still":"there"}');
  });

  it('has a call sent to its next process that it certainly has not read', async () => {
    await start();
    const record = collectEvents(gateway);
    const client = await connect();
    const pid = Number(await call(client, 'pid'));
    await call(client, 'close-stdin');
    const next = await Promise.all([call(client, 'pid'), call(client, 'pid')]);
    expect(new Set(next).size).toBe(1);
    expect(Number(next[0])).not.toBe(pid);
    expect(record.all('upstream:down').map(({ data }) => data.message)).toEqual([
      'Upstream "faulty" has closed its stdin, and was ended.',
    ]);
    expect(record.all('tool:error')).toEqual([]);
  });

  it('opens no session when it writes a message over several lines, and says so', async () => {
    await start('indented');
    const record = collectEvents(gateway);
    await expect(connect()).rejects.toThrow('has to write its JSON without line ends');
    expect(await awaitEvent(record, 'upstream:down')).toMatchObject({ data: { reason: 'NOT_MCP' } });
  });

  it('serves although it logs each message over several lines', async () => {
    await start('verbose');
    expect(await call(await connect(), 'echo', { still: 'there' })).toBe('{"still":"there"}');
  });

  it('fails a call that it answers in bytes that are not UTF-8, and says so', async () => {
    await start();
    const client = await connect();
    await expect(call(client, 'not-utf8')).rejects.toThrow('not UTF-8');
    expect(await call(client, 'echo')).toBe('{}');
  });

  it('hangs in a call until the agent cancels it', async () => {
    await start();
    const record = collectEvents(gateway);
    const client = await connect();
    const leave = new AbortController();
    const hung = client.callTool({ name: 'hang', arguments: {} }, undefined, { signal: leave.signal });
    await awaitEvent(record, 'tool:start');
    leave.abort();
    await expect(hung).rejects.toThrow('abort');
    expect(await awaitEvent(record, 'tool:error')).toMatchObject({ data: { kind: 'cancelled' } });
    expect(await call(client, 'echo')).toBe('{}');
  });

  it('opens no session when it dies before its first answer, and tells why', async () => {
    await start('die');
    const record = collectEvents(gateway);
    await expect(connect()).rejects.toThrow('ended before it had answered');
    const data = { reason: 'EXITED_EARLY', exitCode: 3, stderr: 'cannot open the database' };
    expect(await awaitEvent(record, 'upstream:down')).toMatchObject({ data });
    expect(record.all('session:open')).toEqual([]);
  });

  it.each([
    ['silent', 'HANDSHAKE_TIMEOUT', 0],
    ['not-mcp', 'NOT_MCP', 1],
  ] as const)('opens no session when it is %s', async (fault, reason, lines) => {
    await start(fault, { startTimeoutMs: START_MS });
    const record = collectEvents(gateway);
    const timers = jest.spyOn(globalThis, 'setTimeout');
    const connecting = connect();
    connecting.catch(() => undefined);
    const timer = () => timers.mock.calls.find(([, ms]) => ms === START_MS);
    const [timeIsOver] = (await waitUntil(timer, { reason: 'it is asked to begin a session' })) ?? [];
    const upstream = gateway.get(UpstreamRegistry).get('faulty');
    await waitUntil(() => upstream?.strayCount === lines, { reason: 'it has written what it writes' });
    timers.mockRestore();
    timeIsOver?.();
    await expect(connecting).rejects.toThrow('did not answer "initialize"');
    expect(await awaitEvent(record, 'upstream:down')).toMatchObject({ data: { reason } });
  });

  it('tells the agent why it refuses a session, and begins the next one when it is ready', async () => {
    const file = join(await temporaryFolder(), 'no-key');
    await writeFile(file, '');
    await start('healthy', serverThatRefuses(file));
    await expect(connect()).rejects.toThrow('The key is missing');
    await rm(file);
    expect(await call(await connect(), 'echo')).toBe('{}');
  });

  it('leaves nothing of itself when the session ends, although it and what it has started ignore SIGTERM', async () => {
    await start('stubborn');
    const client = await connect();
    const pids = [Number(await call(client, 'pid')), Number(await call(client, 'fork'))];
    await client.transport.terminateSession();
    await waitUntil(() => !pids.some(isRunning), { reason: 'nothing is left' });
    expect(pids).not.toContain(Number.NaN);
  });

  it('leaves nothing of itself when Crowsnest is shut down', async () => {
    await start();
    const client = await connect();
    const pids = [Number(await call(client, 'pid')), Number(await call(client, 'fork'))];
    await gateway.close();
    // What was killed ends at once, but not before the signal has arrived.
    await waitUntil(() => !pids.some(isRunning), { reason: 'nothing is left' });
    expect(pids).not.toContain(Number.NaN);
  });
});
