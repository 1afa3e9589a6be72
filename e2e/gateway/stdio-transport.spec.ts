import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStdioTransport, ProcessGuard, type UpstreamFault, type UpstreamLink } from '#gateway';
import { RawMessage } from '#tools';
import { waitUntil } from '../support/environment/wait-until.ts';
import { isRunning, stdioFaultServer, type StartFault } from '../support/fault-server/fault-server.ts';

const OWNER = { tenantId: 'default', principalId: 'agent' };

/** A link to the fault server, and what has come over it. */
class Peer {
  readonly texts: string[] = [];
  fault: UpstreamFault | 'in order' | undefined;
  #ids = 0;

  private constructor(readonly transport: ReturnType<typeof createStdioTransport>) {}

  link!: UpstreamLink;

  static async connect(fault: StartFault, env: Record<string, string> = {}): Promise<Peer> {
    const peer = new Peer(
      createStdioTransport('faulty', { ...stdioFaultServer(fault), env }, new ProcessGuard()),
    );
    peer.link = await peer.transport.open('legacy', OWNER, {
      message: ({ text }) => void peer.texts.push(text),
      closed: (closedBy) => (peer.fault = closedBy ?? 'in order'),
    });
    return peer;
  }

  async send(name: string): Promise<number> {
    const id = (this.#ids += 1);
    const params = { name, arguments: {} };
    await this.link.send(RawMessage.of({ jsonrpc: '2.0', id, method: 'tools/call', params }));
    return id;
  }

  /** Calls a tool, and returns the text of its result. */
  async call(name: string): Promise<string> {
    const id = await this.send(name);
    const own = await waitUntil(() => this.texts.find((text) => text.includes(`"id":${id},`)), {
      reason: `the tool "${name}" has answered`,
      seen: () => this.texts,
    });
    return (JSON.parse(own ?? '') as { result: { content: [{ text: string }] } }).result.content[0].text;
  }

  async failure(): Promise<UpstreamFault> {
    const fault = await waitUntil(() => this.fault, { reason: 'the link has ended' });
    if (!fault || fault === 'in order') throw new Error('The link has ended in order');
    return fault;
  }
}

describe('an upstream over stdio', () => {
  let peer: Peer | undefined;
  afterEach(() => peer?.link.close());

  it('gets the harmless variables and the declared ones, and nothing else of the environment', async () => {
    process.env['SECRET_OF_OURS'] = 'not for children';
    peer = await Peer.connect('healthy', { GREETING: 'hello' });
    const environment = JSON.parse(await peer.call('environment')) as Record<string, string>;
    delete process.env['SECRET_OF_OURS'];
    expect(environment).toMatchObject({ GREETING: 'hello', PATH: process.env['PATH'] });
    expect(environment).not.toHaveProperty('SECRET_OF_OURS');
    expect(environment).not.toHaveProperty('NODE_OPTIONS');
  });

  it('is told messages of several lines as one line', async () => {
    peer = await Peer.connect('healthy');
    const pretty = '{\r\n "jsonrpc": "2.0",\n "id": 1,\n "method": "tools/list"\n}';
    await peer.link.send(RawMessage.parse(pretty));
    await waitUntil(() => peer?.texts.length, { reason: 'the list has come' });
    expect(peer.texts[0]).toMatch(/^{"jsonrpc":"2.0","id":1,"result":{"tools"/);
  });

  it('may write anything else to stdout, which is counted and kept', async () => {
    peer = await Peer.connect('healthy');
    expect(await peer.call('garbage')).toBe('after garbage');
    expect(peer.transport.output.strayCount).toBe(4);
    expect(peer.transport.output.strays).toContain('{"level":"info"}');
    expect(await peer.call('flood-stdout')).toBe('flooded');
    expect(peer.transport.output.strayCount).toBe(20_004);
    expect(peer.transport.output.strays).toHaveLength(20);
  });

  it('may write a megabyte to stderr, of which the end is kept', async () => {
    peer = await Peer.connect('healthy');
    expect(await peer.call('flood-stderr')).toBe('flooded');
    const { length } = peer.transport.output.stderr;
    expect(length).toBeGreaterThan(60_000);
    expect(length).toBeLessThanOrEqual(65_536);
  });

  it('may write its messages byte by byte', async () => {
    peer = await Peer.connect('healthy');
    await peer.send('half-characters');
    await waitUntil(() => peer?.texts.length, { reason: 'the answer has come' });
    expect(peer.texts[0]).toContain('Grüße 🦉');
  });

  it.each([
    ['die', { exitCode: 7 }],
    ['die-of-signal', { signal: 'SIGABRT' }],
    ['half-line-and-die', { exitCode: 8 }],
  ])('ends with EXITED and how it has ended, when a call makes it "%s"', async (tool, how) => {
    peer = await Peer.connect('healthy');
    await peer.call('echo');
    await peer.send(tool);
    expect(await peer.failure()).toMatchObject({ code: 'EXITED', ...how });
  });

  it('leaves its last words on stderr, without secrets', async () => {
    peer = await Peer.connect('healthy');
    await peer.send('speak-and-die');
    expect(await peer.failure()).toMatchObject({
      exitCode: 9,
      stderr: expect.stringContaining('out of memory'),
    });
    expect((await peer.failure()).stderr).not.toContain('hunter2');
  });

  it('ends with EXITED_EARLY when it ends before its first answer', async () => {
    peer = await Peer.connect('die');
    const failure = { code: 'EXITED_EARLY', exitCode: 3, stderr: 'cannot open the database' };
    expect(await peer.failure()).toMatchObject(failure);
  });

  it('is ended with TOO_LONG when a message does not end', async () => {
    peer = await Peer.connect('healthy');
    await peer.send('endless-line');
    expect(await peer.failure()).toMatchObject({ code: 'TOO_LONG' });
  });

  it('is ended with what it has started, although both ignore SIGTERM', async () => {
    peer = await Peer.connect('stubborn');
    const pids = [Number(await peer.call('pid')), Number(await peer.call('fork'))];
    expect(pids.map(isRunning)).toEqual([true, true]);
    await peer.link.close();
    await waitUntil(() => !pids.some(isRunning), { reason: 'nothing is left' });
    expect(peer.fault).toBeUndefined();
  });

  it('leaves nothing that it has started when it dies by itself', async () => {
    peer = await Peer.connect('healthy');
    const pid = Number(await peer.call('fork'));
    await peer.send('die');
    await peer.failure();
    await waitUntil(() => !isRunning(pid), { reason: 'what it has started has ended' });
    expect(peer.fault).toMatchObject({ code: 'EXITED' });
  });

  it('refuses messages after its end', async () => {
    peer = await Peer.connect('healthy');
    await peer.link.close();
    await expect(peer.send('echo')).rejects.toMatchObject({ code: 'CLOSED', wasSent: false });
  });
});

describe('the start of an upstream over stdio', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'gateway-'))));
  afterEach(() => rm(folder, { recursive: true }));

  const open = (options: { command: string; cwd?: string; args?: string[] }): Promise<UpstreamLink> =>
    createStdioTransport('files', options, new ProcessGuard()).open('legacy', OWNER, {
      message: () => undefined,
      closed: () => undefined,
    });

  it.each([
    [
      'a command that is not on the PATH',
      () => ({ command: 'no-such-command' }),
      '"no-such-command" is not on the PATH',
    ],
    ['a path that does not exist', () => ({ command: join(folder, 'server') }), 'Correct its "command"'],
    [
      'a folder that does not exist',
      () => ({ command: 'ls', cwd: join(folder, 'none') }),
      'Correct its "cwd"',
    ],
  ])('fails for %s, and says what to do', async (_, options, mend) => {
    await expect(open(options())).rejects.toMatchObject({
      code: 'COMMAND_NOT_FOUND',
      message: expect.stringContaining(mend),
    });
  });

  it('fails for another reason of the system, which it names', async () => {
    const args = ['x'.repeat(1_048_576)];
    await expect(open({ command: 'ls', args })).rejects.toMatchObject({
      code: 'START_FAILED',
      message: expect.stringContaining('the system does not start "ls" (E2BIG)'),
    });
  });

  it('fails for a file that may not be executed, and says what to do', async () => {
    const command = join(folder, 'server');
    await writeFile(command, '#!/bin/sh\n');
    await chmod(command, 0o600);
    await expect(open({ command })).rejects.toMatchObject({
      code: 'COMMAND_NOT_FOUND',
      message: expect.stringContaining('Make it executable'),
    });
  });
});
