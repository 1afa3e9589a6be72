import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ADMIN_TOKEN, freePort, ServerProcess } from '../support/server/server-process.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';

const NOBODY = 65_534;

/** Only root can give files to another user, and start a process as one. */
const asRoot = process.getuid?.() === 0 ? it : it.skip;

/** Files that do not belong to Crowsnest, although the configuration names them. */
describe('a server that is told to use unsafe files', () => {
  let folder: string;
  let log: string;

  /** The output of a server that does not start with this log. */
  async function refusal(path: string, env: Record<string, string> = {}): Promise<string> {
    const server = ServerProcess.launch(await freePort(), { CROWSNEST_LOG: `sqlite:${path}`, ...env });
    expect(await server.ended()).toBe(1);
    expect(server.output).not.toContain('    at ');
    return server.output;
  }

  beforeEach(async () => {
    folder = await temporaryFolder();
    log = join(folder, 'events.db');
  });

  it.each([
    ['a folder', () => mkdir(log)],
    ['a named pipe', () => Promise.resolve(execFileSync('mkfifo', [log]))],
    ['a symbolic link', () => symlink(join(folder, 'elsewhere.db'), log)],
  ])('refuses %s as its log and does not change it', async (kind, make) => {
    await make();
    expect(await refusal(log)).toContain(
      `The event log ${log} cannot be opened: it is ${kind}. Name a regular file with CROWSNEST_LOG`,
    );
    expect((await readdir(folder)).filter((name) => name.startsWith('e'))).toEqual(['events.db']);
  });

  it('refuses a socket as its log', async () => {
    const socket = createServer().listen(log);
    await once(socket, 'listening');
    expect(await refusal(log)).toContain('it is a socket');
    socket.close();
  });

  it('refuses a device as its log and does not change its mode', async () => {
    const { mode } = await stat('/dev/full');
    const keys = { CROWSNEST_PATH: '/ops' };
    expect(await refusal('/dev/full', keys)).toMatch(
      /\/dev\/full cannot be opened: it is a device|\/dev can/,
    );
    expect((await stat('/dev/full')).mode).toBe(mode);
  });

  it('refuses the database of another program and changes neither its bytes nor its mode', async () => {
    const db = new DatabaseSync(log);
    db.exec(
      'CREATE TABLE customers (name TEXT); INSERT INTO customers VALUES ($$Ada$$)'.replaceAll('$$', "'"),
    );
    db.close();
    await chmod(log, 0o644);
    const before = await readFile(log);
    expect(await refusal(log)).toContain(`The event log ${log} cannot be read: file is not a Crowsnest log.`);
    expect(await readFile(log)).toEqual(before);
    expect((await stat(log)).mode & 0o777).toBe(0o644);
    expect((await readdir(folder)).filter((name) => name.startsWith('events'))).toEqual(['events.db']);
  });

  it('refuses a folder that every user can write to', async () => {
    await chmod(folder, 0o777);
    expect(await refusal(log)).toMatch(/can be written by every user.*chmod o-w/);
  });

  asRoot('refuses an admin token that another user put there', async () => {
    const path = join(folder, 'admin-token');
    await writeFile(path, `${'x'.repeat(43)}\n`, { mode: 0o600 });
    await chown(path, NOBODY, NOBODY);
    expect(await refusal(log, { ADMIN_TOKENS: '' })).toContain(`${path} belongs to another user`);
  });

  asRoot('refuses a folder that it may not enter, and says what to do', async () => {
    await chmod(folder, 0o700);
    const server = ServerProcess.launch(
      await freePort(),
      { CROWSNEST_LOG: `sqlite:${log}` },
      { uid: NOBODY, cwd: '/' },
    );
    expect(await server.ended()).toBe(1);
    expect(server.output).toMatch(
      /cookie-key cannot be read: give this user access to the file and its folder/,
    );
  });

  it('refuses a log below a file, and says so', async () => {
    await writeFile(log, '');
    expect(await refusal(join(log, 'events.db'))).toContain('cannot be read: its folder is a file');
  });

  it('keeps admins signed in across a restart when its log is in memory', async () => {
    const port = await freePort();
    const env = { CROWSNEST_LOG: 'memory:' };
    const before = await ServerProcess.start(port, env, { cwd: folder });
    const authorization = `Bearer ${ADMIN_TOKEN}`;
    const signIn = await fetch(`${before.origin}/auth/session`, {
      method: 'POST',
      headers: { authorization },
    });
    const [cookie = ''] = signIn.headers.getSetCookie()[0]?.split(';') ?? [];
    await before.stop();
    const after = await ServerProcess.start(port, env, { cwd: folder });
    expect((await fetch(`${after.origin}/auth/session`, { headers: { cookie } })).status).toBe(200);
    await after.stop();
  });

  asRoot(
    'starts with a log in memory where it cannot write, and says that its keys end with it',
    async () => {
      await chmod(folder, 0o755);
      const env = { CROWSNEST_LOG: 'memory:', ADMIN_TOKENS: '' };
      const server = await ServerProcess.start(await freePort(), env, { cwd: folder, uid: NOBODY });
      for (const name of ['admin-token', 'cookie-key'])
        expect(server.output).toMatch(new RegExp(`${name} cannot be written: .*It is kept in memory`));
      await server.stop();
    },
  );
});
