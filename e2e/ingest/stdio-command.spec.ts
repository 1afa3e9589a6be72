import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { CrowsnestEvent } from '#contract';
import { createCrowsnestTestingApp, unpairedCalls } from '#testing';
import { waitUntil } from '../support/environment/wait-until.ts';
import { isRunning } from '../support/fault-server/fault-server.ts';
import { INGEST_KEYS, INGEST_OPTION } from '../support/ingest/outside-source.ts';
import { readAll } from '../support/server/admin-api.ts';
import { freePort } from '../support/server/server-process.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

const CROWSNEST = 'dist/apps/cli/crowsnest.js';
const SERVER = 'e2e/support/ingest/scripted-stdio-server.mjs';

/** A server behind `crowsnest stdio`. */
class Wrapped {
  readonly child: ChildProcessWithoutNullStreams;
  /** Resolves once it has ended, and all that it wrote has been read. */
  readonly exited: Promise<[code: number | null, signal: NodeJS.Signals | null]>;
  readonly #chunks: Buffer[] = [];
  errors = '';

  constructor(act: string, url: string, options: string[] = [], command = [process.execPath, SERVER]) {
    const args = [CROWSNEST, 'stdio', ...options, '--', ...command, act];
    this.child = spawn(process.execPath, args, {
      env: { PATH: process.env['PATH'], CROWSNEST_URL: url, CROWSNEST_INGEST_KEY: INGEST_KEYS.acme },
    });
    this.exited = once(this.child, 'close') as typeof this.exited;
    this.child.stdout.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
    this.child.stderr.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
  }

  get output(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  say(message: object): void {
    this.child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }

  initialize(): void {
    const clientInfo = { name: 'desktop', version: '1.0' };
    this.say({
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo },
    });
  }

  async untilOutput(text: string): Promise<void> {
    await waitUntil(() => this.output.includes(text), {
      reason: `the output has "${text}"`,
      seen: () => this.errors,
    });
  }
}

describe('crowsnest stdio', () => {
  let crowsnest: TestApplication;

  beforeAll(async () => {
    crowsnest = await startApplication([], { ingest: INGEST_OPTION });
  });

  afterAll(() => crowsnest.app.close());

  async function told(upstream: string, count: number, origin = crowsnest.origin): Promise<CrowsnestEvent[]> {
    const events = async () => {
      const all = await readAll(origin, '0');
      const open = all.find(({ data }) => 'upstream' in data && data.upstream === upstream);
      return all.filter(({ sessionId }) => open && sessionId === open.sessionId);
    };
    await waitUntil(async () => (await events()).length >= count, { reason: `${count} events are told` });
    return events();
  }

  it('passes every byte on, in both directions', async () => {
    const wrapped = new Wrapped('echo', crowsnest.origin);
    const bytes = Buffer.concat([
      randomBytes(200_000),
      Buffer.from('\n{"a":1}\r\nGrüße 🐦\n{broken\n'),
      randomBytes(50),
    ]);
    wrapped.child.stdin.end(bytes);
    expect(await wrapped.exited).toEqual([0, null]);
    expect(wrapped.output.equals(bytes)).toBe(true);
  });

  it('tells of the session and the calls of the server', async () => {
    const wrapped = new Wrapped('serve', crowsnest.origin, ['--name', 'files']);
    wrapped.initialize();
    await wrapped.untilOutput('"id":1');
    wrapped.say({ id: 2, method: 'tools/call', params: { name: 'read', arguments: { path: '/tmp' } } });
    await wrapped.untilOutput('Grüße');
    // Its last second is for what is told then, and not for the answer to what was told before.
    await told('files', 3);
    wrapped.child.stdin.end();
    expect(await wrapped.exited).toEqual([0, null]);
    const events = await told('files', 4);
    expect(events).toMatchObject([
      { type: 'session:open', tenantId: 'acme', data: { client: { name: 'desktop' }, origin: 'protocol' } },
      { type: 'tool:start', data: { tool: 'read' } },
      { type: 'tool:done', data: { tool: 'read' } },
      { type: 'session:close', data: { reason: 'client', calls: 1 } },
    ]);
    expect(wrapped.output.toString()).toMatch(/^Not JSON/);
    expect(wrapped.errors).toBe('');
  });

  it('tells of the end of a call with a large answer', async () => {
    const wrapped = new Wrapped('serve', crowsnest.origin, ['--name', 'images']);
    wrapped.initialize();
    await wrapped.untilOutput('"id":1');
    wrapped.say({ id: 2, method: 'tools/call', params: { name: 'read', arguments: { large: true } } });
    const events = await told('images', 3);
    expect(events.at(-1)).toMatchObject({ type: 'tool:done' });
    expect(events.at(-1)?.data).toHaveProperty('resultBytes', 5_000_039);
    wrapped.child.stdin.end();
    await wrapped.exited;
  });

  it('works while Crowsnest is away, and tells of it once when it is back', async () => {
    const port = await freePort();
    const wrapped = new Wrapped('serve', `http://127.0.0.1:${port}`, ['--name', 'offline']);
    wrapped.initialize();
    await wrapped.untilOutput('"id":1');
    for (let id = 2; id < 7; id += 1) wrapped.say({ id, method: 'tools/call', params: { name: 'read' } });
    await wrapped.untilOutput('"id":6');
    const back = await createCrowsnestTestingApp({ port, options: { ingest: INGEST_OPTION } });
    const events = await told('offline', 11, await back.getUrl());
    expect(events).toHaveLength(11);
    expect(unpairedCalls(events)).toEqual([]);
    wrapped.child.stdin.end();
    await wrapped.exited;
    await back.close();
    expect(wrapped.errors).toBe('');
  });

  it('ends at once with the server if Crowsnest is away', async () => {
    const wrapped = new Wrapped('exit-3', `http://127.0.0.1:${await freePort()}`);
    wrapped.child.stdin.end();
    expect(await wrapped.exited).toEqual([3, null]);
  });

  it('ends by the signal that has ended the server', async () => {
    expect(await new Wrapped('kill-itself', crowsnest.origin).exited).toEqual([null, 'SIGKILL']);
  });

  it('ends as shells tell it after a signal that does not end a process of Node.js', async () => {
    const shell = ['/bin/sh', '-c', 'kill -s PIPE $$'];
    expect(await new Wrapped('', crowsnest.origin, [], shell).exited).toEqual([141, null]);
  });

  it.each([400_000, 440_000])(
    'passes all of %i bytes to a client that reads them after the server has ended',
    async (count) => {
      const wrapped = new Wrapped('/dev/zero', crowsnest.origin, [], ['head', '-c', String(count)]);
      const closed = once(wrapped.child, 'close');
      const { stdout } = wrapped.child;
      stdout.pause();
      let reads = 0;
      const reading = setInterval(() => {
        stdout.read(65_536);
        reads += 1;
        if (reads === 3) stdout.resume();
      }, 1_500);
      await closed;
      clearInterval(reading);
      expect(wrapped.output).toHaveLength(count);
    },
  );

  it('passes a signal on, and ends as the server does', async () => {
    const wrapped = new Wrapped('signalled', crowsnest.origin);
    await wrapped.untilOutput('\n');
    wrapped.child.kill('SIGTERM');
    expect(await wrapped.exited).toEqual([5, null]);
    expect(wrapped.output.toString()).toContain('SIGTERM');
  });

  it('leaves no server behind when it is killed', async () => {
    const wrapped = new Wrapped('stubborn', crowsnest.origin);
    await wrapped.untilOutput('\n');
    const pid = Number(wrapped.output.toString());
    wrapped.child.kill('SIGKILL');
    expect(await wrapped.exited).toEqual([null, 'SIGKILL']);
    await waitUntil(() => !isRunning(pid), { reason: 'the server has ended' });
  });

  it('keeps its key to itself', async () => {
    const wrapped = new Wrapped('environment', crowsnest.origin);
    await wrapped.exited;
    const names = JSON.parse(wrapped.output.toString()) as string[];
    expect(names).toContain('CROWSNEST_URL');
    expect(names).not.toContain('CROWSNEST_INGEST_KEY');
  });

  it('says if there is no such command, with the exit code of shells', async () => {
    const wrapped = new Wrapped('serve', crowsnest.origin, [], ['no-such-command-here']);
    expect(await wrapped.exited).toEqual([127, null]);
    expect(wrapped.errors).toContain('no-such-command-here cannot be run: there is no such command');
  });
});
