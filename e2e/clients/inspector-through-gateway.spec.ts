import { resolve } from 'node:path';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { publicServer } from '../support/gateway/public-server.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';
import type { Era } from './driver/public-client.ts';
import { runInspector } from './driver/run-inspector.ts';

interface InspectedServer {
  server: string;
  command: string;
  args: string[];
  /** The era that the inspector speaks, and Crowsnest to the server. */
  era: 'legacy' | 'modern';
  requests: string[][];
}

const EVERYTHING = {
  ...publicServer('server-everything', 'stdio'),
  requests: [
    ['tools/list'],
    ['tools/call', '--tool-name', 'echo', '--tool-args-json', '{"message":"Grüße, 世界"}'],
    ['tools/call', '--tool-name', 'get-structured-content', '--tool-args-json', '{"location":"Chicago"}'],
    ['tools/call', '--tool-name', 'get-sum', '--tool-args-json', '{"a":"no number"}'],
    ['tools/call', '--tool-name', 'nonesuch', '--tool-args-json', '{}'],
    ['resources/list'],
    ['resources/templates/list'],
    ['resources/read', '--uri', 'demo://resource/static/document/architecture.md'],
    ['resources/read', '--uri', 'demo://nowhere'],
    ['prompts/list'],
    ['prompts/get', '--prompt-name', 'args-prompt', '--prompt-args', 'city=Oslo'],
    ['prompts/get', '--prompt-name', 'args-prompt'],
  ],
};

const STOCK = {
  command: process.execPath,
  args: [resolve('e2e/support/gateway/stock-server/stdio.ts')],
  requests: [
    ['tools/list'],
    ['tools/call', '--tool-name', 'echo', '--tool-args-json', '{"text":"Grüße, 世界"}'],
    ['tools/call', '--tool-name', 'measure', '--tool-args-json', '{}'],
    ['tools/call', '--tool-name', 'fail', '--tool-args-json', '{}'],
    ['resources/list'],
    ['resources/templates/list'],
    ['resources/read', '--uri', 'weather://Oslo'],
    ['resources/read', '--uri', 'docs://nowhere'],
    ['prompts/list'],
    ['prompts/get', '--prompt-name', 'plan', '--prompt-args', 'city=Oslo'],
  ],
};

const SERVERS: InspectedServer[] = [
  { server: 'server-everything', ...EVERYTHING, era: 'legacy' },
  { server: 'a server on SDK v2', ...STOCK, era: 'legacy' },
  { server: 'a server on SDK v2', ...STOCK, era: 'modern' },
];

/** "crowsnest watch" with the command of a server behind it. */
async function watch(command: string[], era: string): Promise<ServerProcess> {
  const args = ['watch', '--name', 'inspected', '--era', era, '--', ...command];
  const launch = { main: 'dist/apps/cli/crowsnest.js', cwd: await temporaryFolder(), args };
  return ServerProcess.start(await freePort(), { CROWSNEST_LOG: 'memory:' }, launch);
}

/** What the inspector prints for a request to a server, and how it ends. */
async function inspect(target: string[], era: Era, request: string[]): Promise<object> {
  const options = ['--protocol-era', era, '--format', 'json', '--quiet', '--method', ...request];
  const home = await temporaryFolder();
  const { exitCode, stdout, stderr } = await runInspector([...target, ...options], { home });
  return { exitCode, output: stdout === '' ? stderr : (JSON.parse(stdout) as unknown) };
}

const inspectAt = ({ origin }: ServerProcess, era: Era, request: string[]) =>
  inspect([`${origin}/mcp`, '--transport', 'http'], era, request);

describe.each(SERVERS)(
  'the command line of the MCP Inspector, in the $era era with $server behind "crowsnest watch",',
  ({ command, args, era, requests }) => {
    let gateway: ServerProcess;

    beforeAll(async () => {
      gateway = await watch([command, ...args], era);
    });

    afterAll(() => gateway.stop());

    it.each(requests.map((request) => [request.join(' '), request] as const))(
      'prints for %s what it prints without Crowsnest',
      async (_, request) => {
        const [direct, through] = await Promise.all([
          inspect([command, ...args], era, request),
          inspectAt(gateway, era, request),
        ]);
        expect(through).toEqual(direct);
      },
    );
  },
);

describe('the command line of the MCP Inspector that chooses the era, with server-everything behind "crowsnest watch",', () => {
  const { command, args, requests } = EVERYTHING;
  let gateway: ServerProcess;

  beforeAll(async () => {
    gateway = await watch([command, ...args], 'auto');
  });

  afterAll(() => gateway.stop());

  // Tools say in the older era how they take part in tasks, which are something else in the newer one.
  const alike = requests.filter(([method]) => method !== 'tools/list');

  it.each(alike.map((request) => [request.join(' '), request] as const))(
    'prints for %s what it prints without Crowsnest, and what the newer era adds to it',
    async (_, request) => {
      const [direct, through] = await Promise.all([
        inspect([command, ...args], 'auto', request),
        inspectAt(gateway, 'auto', request),
      ]);
      expect(through).toMatchObject(direct);
    },
  );
});
