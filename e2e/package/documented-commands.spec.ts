import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { connectModernClient } from '#testing';
import { ConsumerServer } from './support/consumer-server.ts';
import { documentedCommands, type DocumentedCommand } from './support/documented/commands.ts';
import { ENDLESS } from './support/documented/endless.ts';
import { RunningCommand } from './support/documented/running-command.ts';
import { RUN_ELSEWHERE } from './support/documented/elsewhere.ts';
import { emptyProject } from './support/empty-project.ts';
import { run } from './support/run.ts';
import { TARBALL } from './support/tarball.ts';
import { freePort } from '../support/server/server-process.ts';

const TOKEN = 'a-token-of-the-documents';
const COMMANDS = documentedCommands();
const isRunHere = ({ command }: DocumentedCommand): boolean =>
  !RUN_ELSEWHERE.some(([commands]) => commands.test(command));

describe('the commands of the documents', () => {
  let folder: string;
  let server: ConsumerServer;

  beforeAll(async () => {
    folder = await emptyProject();
    await mkdir(join(folder, 'backups'));
    for (const name of await readdir(dirname(TARBALL)))
      if (name.endsWith('.tgz')) await copyFile(join(dirname(TARBALL), name), join(folder, name));
    await run({ folder }, 'npm', ['install', TARBALL]);
    server = await ConsumerServer.start({ folder }, 'npx', ['crowsnest'], { ADMIN_TOKENS: TOKEN });
    const agent = await connectModernClient(server.origin);
    await agent.callTool({ name: 'search_knowledge_base', arguments: {} });
    await agent.close();
  });

  afterAll(() => server.stop());

  /** The text with the addresses and paths of this machine in place of those of the documents. */
  const here = (text: string): string =>
    text
      .replaceAll('http://127.0.0.1:3000', server.origin)
      .replaceAll('/backups/', `${folder}/backups/`)
      // A day may end between the command that makes a backup and those that use it.
      .replaceAll('$(date +%F)', '2026-11-30')
      .replaceAll('CROWSNEST_TOKEN=…', `CROWSNEST_TOKEN=${TOKEN}`);

  const streams = async (): Promise<number> => {
    const answer = await fetch(`${server.origin}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
    return Number(/^crowsnest_stream_subscribers (\d+)$/m.exec(await answer.text())?.[1]);
  };

  it.each(COMMANDS.filter(isRunHere).map((one) => [one.document, one.command, one] as const))(
    'of %s include %s, which works',
    async (_, command, { exports }) => {
      const reached = ENDLESS.find(([commands]) => commands.test(command))?.[1];
      const port = String(await freePort());
      // A server that a command starts has a log of its own, as has the copy that a command restores.
      const log = /npx crowsnest(?: watch\b.*)?$|log restore/.test(command) && `sqlite:log-${port}/events.db`;
      const env = {
        TOKEN,
        CROWSNEST_URL: server.origin,
        CROWSNEST_TOKEN: TOKEN,
        PORT: port,
        ...(log && { CROWSNEST_LOG: log }),
      };
      const running = new RunningCommand({ folder }, [...exports, command].map(here).join('\n'), env);
      const ownOrigin = `http://127.0.0.1:${port}`;
      const outcome = reached
        ? running.until(reached.reason, () => reached.isReached(running, { ownOrigin, streams }))
        : running.succeeded();
      await expect(outcome).resolves.toBeUndefined();
      await running.interrupt();
    },
  );
});

describe('the list of commands that are not run', () => {
  it.each(RUN_ELSEWHERE)('has %s for a reason: %s', (commands) => {
    expect(COMMANDS.some(({ command }) => commands.test(command))).toBe(true);
  });

  it('has none of the commands of the package', () => {
    expect(COMMANDS.filter((one) => !isRunHere(one) && one.command.includes('npx crowsnest'))).toEqual([]);
  });
});
