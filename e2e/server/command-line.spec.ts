import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { waitUntil } from '../support/environment/wait-until.ts';
import { describeWithRedis, RedisServer } from '../support/brokers/redis-server.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';

const BIN = 'dist/apps/cli/crowsnest.js';

/** Runs the command line to its end. */
async function crowsnest(args: string[], { nodeArgs = [] as string[], env = {}, input = '' } = {}) {
  const child = spawn(process.execPath, [...nodeArgs, BIN, ...args], { env: { ...process.env, ...env } });
  child.stdin.end(input);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const [output, errors, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { output, errors, exitCode };
}

describe('the command line', () => {
  it.each(['--version', '-v'])('prints the version of the package after %s', async (flag) => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await crowsnest([flag])).toEqual({ output: `${version}\n`, errors: '', exitCode: 0 });
  });

  it.each(['--help', '-h'])('lists its commands after %s', async (flag) => {
    const { output, exitCode } = await crowsnest([flag]);
    expect(output).toMatch(/^Usage: crowsnest .*Commands:.*serve/s);
    expect(exitCode).toBe(0);
  });

  it('lists every environment variable in the help of serve', async () => {
    const { output } = await crowsnest(['serve', '--help']);
    for (const part of ['--port <number>', 'AGENT_KEYS', 'CROWSNEST_LOG', 'CROWSNEST_CONFIG'])
      expect(output).toContain(part);
  });

  it('prints the JSON Schema of the configuration file', async () => {
    const { output, exitCode } = await crowsnest(['config-schema']);
    expect(JSON.parse(output)).toMatchObject({ type: 'object', properties: { PORT: { default: '3000' } } });
    expect(exitCode).toBe(0);
  });

  it('makes tokens, and hashes them without an argument that others could see', async () => {
    const [, made = '', hash] = /^token: +(\S{43})\ntokenSha256: ([0-9a-f]{64})\n$/.exec(
      (await crowsnest(['token', 'new'])).output,
    )!;
    expect((await crowsnest(['token', 'hash'], { input: `${made}\n` })).output).toBe(`${hash}\n`);
    expect(await crowsnest(['token', 'hash'])).toMatchObject({ output: '', exitCode: 2 });
  });

  it.each([
    ['an unknown command', ['wach'], "unknown command 'wach'", 'crowsnest'],
    ['an unknown flag', ['--prot', '3000'], "unknown option '--prot'", 'crowsnest'],
    ['one argument too many', ['serve', 'now'], "unknown command 'now'", 'crowsnest'],
    ['a flag without its value', ['--port'], 'argument missing', 'crowsnest'],
    ['a command without its argument', ['watch'], "missing required argument 'server'", 'crowsnest watch'],
    ['an unknown flag of a command below another', ['log', 'copy', '--al'], '--al', 'crowsnest log copy'],
  ])(
    'refuses %s with exit code 2 and points to the help of the command',
    async (_, args, problem, command) => {
      const { output, errors, exitCode } = await crowsnest(args);
      expect(errors).toContain(problem);
      expect(errors).toContain(`Run ${command} --help `);
      expect({ output, exitCode }).toEqual({ output: '', exitCode: 2 });
    },
  );

  it('says why a log cannot be copied, without the password of its URL', async () => {
    const target = 'redis://user:secret@127.0.0.1:1';
    const { output, errors, exitCode } = await crowsnest(['log', 'copy', 'memory:', target]);
    expect(errors).toContain('The log memory: is empty');
    const reversed = await crowsnest(['log', 'copy', target, 'memory:'], {
      env: { CROWSNEST_LOG_WAIT_MS: '0' },
    });
    expect(reversed.errors).toContain('127.0.0.1:1');
    expect(errors + output + reversed.errors).not.toContain('secret');
    expect([exitCode, reversed.exitCode]).toEqual([1, 1]);
  });

  it('says how to name another folder when the copy that a check makes has no place', async () => {
    const { output, errors, exitCode } = await crowsnest(['log', 'verify', BIN], {
      env: { TMPDIR: `${BIN}/nowhere` },
    });
    expect(errors).toMatch(
      /^There is no place for a copy of the log: .* Name another folder with TMPDIR\.\n$/,
    );
    expect({ output, exitCode }).toEqual({ output: '', exitCode: 1 });
  });

  it('checks the value of a flag like that of its variable', async () => {
    const { errors, exitCode } = await crowsnest(['--port', 'x', '--log', 'nats://']);
    expect(errors).toContain('2 faults');
    expect(errors).toContain('PORT ("x")');
    expect(exitCode).toBe(1);
  });

  it.each([
    ['without a command', []],
    ['with the command serve', ['serve']],
  ])('starts the server %s, and a flag overrides its variable', async (_, command) => {
    const port = await freePort();
    const args = [...command, '--port', String(port)];
    const server = await ServerProcess.start(
      port,
      { CROWSNEST_LOG: 'memory:', PORT: '1' },
      { main: BIN, args },
    );
    expect(await server.stop()).toBe(0);
  });

  it('refuses an old Node.js and names the version that it needs', async () => {
    const old = `data:text/javascript,Object.defineProperty(process, 'versions', { value: { node: '22.20.0' } })`;
    const { errors, exitCode } = await crowsnest([], { nodeArgs: ['--import', old] });
    expect(errors).toContain('Crowsnest needs Node.js 24 or newer');
    expect(exitCode).toBe(1);
  });

  describeWithRedis('over a Redis server that is away', () => {
    it('starts once the server is there, however long that takes, with --wait', async () => {
      const redis = await RedisServer.start();
      await redis.kill();
      const port = await freePort();
      const env = { CROWSNEST_LOG: redis.url('waiting'), CROWSNEST_LOG_WAIT_MS: '0' };
      const server = ServerProcess.launch(port, env, { main: BIN, args: ['serve', '--wait'] });
      const seen = () => server.output;
      await waitUntil(() => seen().includes('The start waits for it'), { reason: 'the start waits', seen });
      await redis.resume();
      const isLive = () =>
        fetch(`${server.origin}/health/live`).then(
          ({ ok }) => ok,
          () => false,
        );
      await waitUntil(isLive, { reason: 'the server answers', timeoutMs: 60_000, seen });
      expect(await server.stop()).toBe(0);
      await redis.kill();
    });
  });
});
