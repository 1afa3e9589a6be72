import { access, chmod, chown, constants, cp, mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { SpanReceiver } from '../support/traces/span-receiver.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';
import { IMAGE } from './support/dockerfile.ts';
import { outcomeOf, run } from './support/run.ts';

const isRoot = process.getuid?.() === 0;
const AGENT_KEYS = 'acme=key-of-an-agent-in-a-container';

/** The root file system of the image, made by the steps of the Dockerfile. `docker build` itself takes an engine. */
describe('the image', () => {
  let root: string;

  beforeAll(async () => {
    root = await temporaryFolder();
    // Its user may read everything, and write only the volume.
    await chmod(root, 0o755);
    for (const name of ['build', 'data']) await mkdir(join(root, name));
    if (isRoot) await chown(join(root, 'data'), IMAGE.user, IMAGE.user);
    for (const file of ['package.json', 'package-lock.json']) await cp(file, join(root, 'build', file));
    await run({ folder: join(root, 'build') }, 'npm', [...IMAGE.install, '--no-audit', '--no-fund']);
    await cp(IMAGE.copies['/app'] ?? '', join(root, 'app'), { recursive: true });
    await rename(
      join(root, 'build', IMAGE.copies['/app/node_modules'] ?? ''),
      join(root, 'app/node_modules'),
    );
  });

  const start = async (env: Record<string, string> = {}): Promise<ServerProcess> => {
    const [program, main = '', ...args] = IMAGE.command;
    expect(program).toBe('node');
    const settings = { NODE_ENV: 'production', HOST: '0.0.0.0', AGENT_KEYS, ...env };
    return ServerProcess.start(await freePort(), settings, {
      main: join(root, main),
      args,
      cwd: join(root, 'data'),
      ...(isRoot && { uid: IMAGE.user }),
    });
  };
  const healthOf = async (server: ServerProcess): Promise<number | null> => {
    const [program = '', ...args] = IMAGE.healthCheck;
    const { port } = new URL(server.origin);
    return (await outcomeOf({ folder: root }, program, args, { PORT: port })).exitCode;
  };

  it('serves as a user without rights, writes only its volume, and is healthy until it has ended', async () => {
    const server = await start();
    expect(await healthOf(server)).toBe(0);
    expect((await fetch(`${server.origin}/dashboard/`)).status).toBe(200);
    await expect(access(join(root, 'data/.crowsnest'), constants.F_OK)).resolves.toBeUndefined();
    expect(await server.stop()).toBe(0);
    expect(await healthOf(server)).toBe(1);
    expect((await readdir(root)).toSorted()).toEqual(['app', 'build', 'data']);
  });

  it('can send traces', async () => {
    const receiver = await SpanReceiver.start();
    const server = await start({ CROWSNEST_OTLP_ENDPOINT: receiver.endpoint });
    expect(await server.stop()).toBe(0);
    await receiver.stop();
  });
});
