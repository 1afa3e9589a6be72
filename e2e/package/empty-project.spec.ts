import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { connectLegacyClient, connectModernClient } from '#testing';
import type { HistoryPage } from '#contract';
import { waitUntil } from '../support/environment/wait-until.ts';
import { ConsumerServer } from './support/consumer-server.ts';
import { emptyProject } from './support/empty-project.ts';
import { nodeFolder } from './support/node-folder.ts';
import { outcomeOf, run, type Place } from './support/run.ts';
import { TARBALL } from './support/tarball.ts';
import { NODE_NEWEST, NODE_OLDEST, NODE_TOO_OLD } from './support/versions.ts';

describe('the package in an empty project', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await emptyProject();
    await run({ folder }, 'npm', ['install', TARBALL]);
  });

  it.each([NODE_OLDEST, NODE_NEWEST])(
    'serves agents of both eras, the console and its sign-in with npx crowsnest on Node.js %s',
    async (version) => {
      const place: Place = { folder, nodeFolder: await nodeFolder(version) };
      await rm(join(folder, '.crowsnest'), { recursive: true, force: true }); // The history of the run before.
      const server = await ConsumerServer.start(place, 'npx', ['crowsnest']);
      expect(await consoleScript(server.origin)).toMatchObject({ status: 200, type: 'text/javascript' });

      for (const connect of [connectLegacyClient, connectModernClient]) {
        const agent = await connect(server.origin);
        await agent.callTool({ name: 'search_knowledge_base', arguments: { query: 'stream' } });
        await agent.close();
      }
      const cookie = await server.signIn();
      const seen = async (): Promise<number> => {
        const response = await fetch(`${server.origin}/history?type=tool:done`, { headers: { cookie } });
        return ((await response.json()) as HistoryPage).events.length;
      };
      await waitUntil(async () => (await seen()) === 2, { reason: 'the admin sees both calls' });
      await server.stop();
    },
  );

  it('answers npx crowsnest --version and --help', async () => {
    expect(await run({ folder }, 'npx', ['crowsnest', '--version'])).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(await run({ folder }, 'npx', ['crowsnest', '--help'])).toContain('serve');
  });

  it('refuses an older Node.js and names the version that it needs', async () => {
    const place: Place = { folder, nodeFolder: await nodeFolder(NODE_TOO_OLD) };
    const { exitCode, output } = await outcomeOf(place, 'npx', ['crowsnest']);
    expect(output).toContain(`Crowsnest needs Node.js 24 or newer, and this is v${NODE_TOO_OLD}`);
    expect(exitCode).toBe(1);
  });

  it('installs one copy of NestJS and no Node.js', async () => {
    const { dependencies } = JSON.parse(await run({ folder }, 'npm', ['ls', '--all', '--json'])) as Tree;
    const names = installedNames(dependencies);
    expect(names).not.toContain('node');
    for (const name of ['@nestjs/common', '@nestjs/core', 'rxjs', 'zod'])
      expect(await run({ folder }, 'find', ['node_modules', '-path', `*/${name}/package.json`])).toBe(
        `node_modules/${name}/package.json\n`,
      );
  });
});

interface Tree {
  dependencies: Record<string, Tree>;
}

function installedNames(dependencies: Tree['dependencies'] = {}): string[] {
  return Object.entries(dependencies).flatMap(([name, tree]) => [name, ...installedNames(tree.dependencies)]);
}

/** The answer to a request for the script that the page of the console names. */
async function consoleScript(origin: string): Promise<{ status: number; type: string | undefined }> {
  const page = await (await fetch(`${origin}/dashboard/`)).text();
  const [, script] = /<script src="([^"]+)"/.exec(page) ?? [];
  const { status, headers } = await fetch(`${origin}/dashboard/${script}`);
  return { status, type: headers.get('content-type')?.split(';')[0] };
}
