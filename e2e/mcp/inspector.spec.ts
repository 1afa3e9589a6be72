import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { awaitEvent, collectEvents, unpairedCalls, type EventCollection } from '#testing';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { startApplication } from '../support/server/test-application.ts';

const manifest = createRequire(import.meta.url).resolve('@modelcontextprotocol/inspector/package.json');
const CLI = join(dirname(manifest), 'clients/cli/build/index.js');

describe.each([
  ['legacy', 'protocol', '2025-11-25'],
  ['auto', 'derived', '2026-07-28'],
  ['modern', 'derived', '2026-07-28'],
])('the MCP inspector in protocol era %s', (era, sessionOrigin, revision) => {
  let app: INestApplication;
  let origin: string;
  let record: EventCollection;
  let home: string;

  beforeAll(async () => {
    ({ app, origin } = await startApplication([ScriptedTools]));
    record = collectEvents(app);
    home = await temporaryFolder();
  });

  afterAll(() => app.close());

  /** Runs the inspector's command line to its end; it keeps its own files in a home of the test's. */
  async function inspect(
    ...args: string[]
  ): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const target = [
      `${origin}/mcp`,
      '--transport',
      'http',
      '--protocol-era',
      era,
      '--format',
      'json',
      '--quiet',
    ];
    const child = spawn(process.execPath, [CLI, ...target, ...args], {
      env: { PATH: process.env['PATH'], HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    await once(child, 'close');
    return { code: child.exitCode, stdout, stderr };
  }

  it('lists the tools and calls one', async () => {
    const [list, call] = await Promise.all([
      inspect('--method', 'tools/list'),
      inspect('--method', 'tools/call', '--tool-name', 'add', '--tool-args-json', '{"a":2,"b":3}'),
    ]);
    expect(list).toEqual({ code: 0, stderr: '', stdout: expect.any(String) });
    expect(resultOf(list)).toMatchObject({
      tools: expect.arrayContaining([expect.objectContaining({ name: 'add' })]),
    });
    expect(call).toEqual({ code: 0, stderr: '', stdout: expect.any(String) });
    expect(resultOf(call)).toMatchObject({
      content: [{ type: 'text', text: '{"sum":5}' }],
      structuredContent: { sum: 5 },
    });
    const { sessionId } = await awaitEvent(record, 'tool:done', { where: ({ data }) => data.tool === 'add' });
    const open = await awaitEvent(record, 'session:open', {
      where: (event) => event.sessionId === sessionId,
    });
    expect(open.data).toMatchObject({
      origin: sessionOrigin,
      client: { name: expect.stringMatching(/inspector/) },
      protocolVersion: revision,
    });
    expect(unpairedCalls(record.events)).toEqual([]);
  });
});

function resultOf({ stdout }: { stdout: string }): unknown {
  return (JSON.parse(stdout) as { result: unknown }).result;
}
