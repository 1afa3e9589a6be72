import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { temporaryFolder } from '../../support/environment/temporary-folder.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';
import { EverythingOverHttp, publicServer } from '../../support/gateway/public-server.ts';
import { olderRecorder, recordBothWays, type Session } from '../../support/gateway/recorded-session.ts';
import type { Recording } from '../../support/gateway/recorded-transport.ts';

const CAPABILITIES = { sampling: {}, elicitation: {}, roots: { listChanged: true } };

const call = (client: Client, name: string, args: Record<string, unknown> = {}) =>
  client.callTool({ name, arguments: args }).catch(() => undefined);

const everything: Session<Client> = async (client, recording) => {
  // The server asks for the roots by itself, and tells that it has got them.
  await waitUntil(() => recording.count('roots/list') > 0, { reason: 'the server has asked for the roots' });
  await client.listTools();
  await client.listPrompts();
  await client.listResources();
  await client.listResourceTemplates();
  await call(client, 'echo', { message: 'Grüße, 世界 \u2028' });
  await call(client, 'get-sum', { a: 1e21, b: 0.1 });
  await call(client, 'get-structured-content', { location: 'Chicago' });
  await call(client, 'get-annotated-message', { messageType: 'error', includeImage: true });
  await call(client, 'get-tiny-image');
  await call(client, 'get-resource-links', { count: 3 });
  await call(client, 'trigger-elicitation-request');
  await call(client, 'trigger-sampling-request', { prompt: 'Say something', maxTokens: 10 });
  await call(client, 'get-roots-list');
  await call(client, 'get-sum', { a: 'no number' });
  await call(client, 'nonesuch');
  await client.callTool(
    { name: 'trigger-long-running-operation', arguments: { duration: 0.2, steps: 4 } },
    undefined,
    { onprogress: () => undefined },
  );
  await client.getPrompt({ name: 'simple-prompt' });
  await client.getPrompt({ name: 'args-prompt', arguments: { city: 'Oslo' } });
  await client.getPrompt({ name: 'args-prompt' }).catch(() => undefined);
  await client.complete({
    ref: { type: 'ref/prompt', name: 'completable-prompt' },
    argument: { name: 'department', value: 'S' },
  });
  await client.readResource({ uri: 'demo://resource/static/document/architecture.md' });
  await client.readResource({ uri: 'demo://nowhere' }).catch(() => undefined);
  await client.subscribeResource({ uri: 'demo://resource/static/document/architecture.md' });
  await client.unsubscribeResource({ uri: 'demo://resource/static/document/architecture.md' });
  await client.setLoggingLevel('debug');
  await client.ping();
  await client.request({ method: 'vendor/unknown', params: { x: 1 } }, {} as never).catch(() => undefined);
};

/** What is compared has something of everything. */
function expectEverything(recording: Recording): void {
  for (const method of [
    'elicitation/create',
    'sampling/createMessage',
    'roots/list',
    'notifications/progress',
  ])
    expect([method, recording.count(method)]).not.toEqual([method, 0]);
  expect(recording.answersOf('vendor/unknown')).toMatchObject([{ error: { code: -32_601 } }]);
  expect(recording.answersOf('tools/call').length).toBeGreaterThan(10);
}

describe('a session through the gateway, message by message,', () => {
  it('is that of server-everything without it, over stdio', async () => {
    const server = publicServer('server-everything', 'stdio');
    const { direct, through } = await recordBothWays(server, server, olderRecorder(everything, CAPABILITIES));
    expect(through.sorted).toEqual(direct.sorted);
    expectEverything(direct);
  });

  it('is that of server-everything without it, over HTTP', async () => {
    const server = await EverythingOverHttp.start();
    try {
      const at = { url: server.url };
      const { direct, through } = await recordBothWays(at, at, olderRecorder(everything, CAPABILITIES));
      expect(through.sorted).toEqual(direct.sorted);
      expectEverything(direct);
    } finally {
      await server.stop();
    }
  });

  it('has every step of progress before the answer', async () => {
    const server = publicServer('server-everything', 'stdio');
    const longRunning = olderRecorder(async (client) => {
      await client.callTool(
        { name: 'trigger-long-running-operation', arguments: { duration: 0.1, steps: 10 } },
        undefined,
        { onprogress: () => undefined },
      );
    });
    const { through } = await recordBothWays(server, server, longRunning);
    const kinds = through.messages.map(({ method, answers }) => method ?? answers?.split(' ')[0]);
    expect(kinds.slice(kinds.indexOf('notifications/progress'))).toEqual([
      ...Array<string>(10).fill('notifications/progress'),
      'tools/call',
    ]);
  });

  it('is that of server-filesystem without it', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'inner'));
    await writeFile(join(folder, 'a.txt'), 'line 1\nline 2\n');
    const server = publicServer('server-filesystem', folder);
    const files = olderRecorder(async (client) => {
      await client.listTools();
      await call(client, 'list_allowed_directories');
      await call(client, 'list_directory', { path: folder });
      await call(client, 'directory_tree', { path: folder });
      await call(client, 'read_text_file', { path: join(folder, 'a.txt'), head: 1 });
      await call(client, 'read_media_file', { path: join(folder, 'a.txt') });
      await call(client, 'read_text_file', { path: '/etc/passwd' });
      const edits = [{ oldText: 'line 2', newText: 'line two' }];
      await call(client, 'edit_file', { path: join(folder, 'a.txt'), edits, dryRun: true });
    });
    const { direct, through } = await recordBothWays(server, server, files);
    expect(through.sorted).toEqual(direct.sorted);
    expect(direct.answersOf('tools/call')).toHaveLength(7);
  });

  it('is that of server-memory without it, each with the variable that it was given', async () => {
    const folder = await temporaryFolder();
    const withFile = (file: string) => ({
      ...publicServer('server-memory'),
      env: { MEMORY_FILE_PATH: join(folder, file) },
    });
    const memory = olderRecorder(async (client) => {
      await client.listTools();
      const entities = [{ name: 'Ann', entityType: 'person', observations: ['likes 世界'] }];
      await call(client, 'create_entities', { entities });
      await call(client, 'add_observations', { observations: [{ entityName: 'nobody', contents: ['x'] }] });
      await call(client, 'search_nodes', { query: 'ann' });
      await call(client, 'read_graph');
    });
    const { direct, through } = await recordBothWays(withFile('direct'), withFile('through'), memory);
    expect(through.sorted).toEqual(direct.sorted);
    expect(JSON.stringify(direct.answersOf('tools/call').at(-1))).toContain('likes 世界');
  });
});
