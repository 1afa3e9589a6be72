import { mkdir, writeFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  type ClientCapabilities,
} from '@modelcontextprotocol/sdk/types.js';
import { createCrowsnestTestingApp } from '#testing';
import { Recording, type Recorded } from '../support/gateway/recorded-transport.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';

interface Command {
  command: string;
  args: string[];
  env?: Record<string, string>;
}

function serverOf(name: string, ...args: string[]): Command {
  const manifest = findPackageJSON(`@modelcontextprotocol/${name}`, import.meta.url) ?? '';
  return { command: process.execPath, args: [join(dirname(manifest), 'dist/index.js'), ...args] };
}

/** What a client does in a session. */
type Session = (client: Client, recording: Recording) => Promise<void>;

const call = (client: Client, name: string, args: Record<string, unknown> = {}) =>
  client.callTool({ name, arguments: args }).catch(() => undefined);

/** `atLeast` is the number of messages to wait for: over HTTP some come on a stream of their own. */
async function record(
  transport: Transport,
  session: Session,
  capabilities: ClientCapabilities,
  atLeast = 0,
): Promise<Recording> {
  const recording = new Recording(transport);
  const client = new Client({ name: 'recorded', version: '1.0.0' }, { capabilities });
  if (capabilities.sampling)
    client.setRequestHandler(CreateMessageRequestSchema, () => ({
      role: 'assistant',
      model: 'none',
      content: { type: 'text', text: 'sampled' },
    }));
  if (capabilities.elicitation)
    client.setRequestHandler(ElicitRequestSchema, () => ({ action: 'accept', content: { name: 'Ann' } }));
  if (capabilities.roots)
    client.setRequestHandler(ListRootsRequestSchema, () => ({
      roots: [{ uri: 'file:///srv', name: 'srv' }],
    }));
  await client.connect(transport);
  await session(client, recording);
  await waitUntil(() => recording.messages.length >= atLeast, {
    reason: `${atLeast} messages have come`,
    seen: () => recording.sorted,
  });
  await client.close();
  return recording;
}

const everything: Session = async (client, recording) => {
  const seen = (method: string) =>
    recording.messages.filter((message) => message['method'] === method).length;
  // The server asks for the roots by itself, and tells that it has got them.
  await waitUntil(() => seen('roots/list') > 0, { reason: 'the server has asked for the roots' });
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

describe('a session through the gateway, message by message,', () => {
  const apps: INestApplication[] = [];
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });

  async function bothWays(
    direct: Command,
    behind: Command,
    session: Session,
    capabilities: ClientCapabilities = {},
  ): Promise<{ direct: Recording; through: Recording }> {
    const app = await createCrowsnestTestingApp({
      options: { standalone: true, upstreams: { recorded: behind } },
    });
    apps.push(app);
    const url = new URL(`${await app.getUrl()}/mcp`);
    const stdio = new StdioClientTransport({ ...direct, stderr: 'ignore' });
    const recorded = await record(stdio, session, capabilities);
    const { length } = recorded.messages;
    const http = new StreamableHTTPClientTransport(url);
    return { direct: recorded, through: await record(http, session, capabilities, length) };
  }

  const answersOf = ({ messages }: Recording, method: string): Recorded[] =>
    messages.filter(({ answers }) => answers?.startsWith(method));

  it('is that of server-everything without it', async () => {
    const server = serverOf('server-everything', 'stdio');
    const { direct, through } = await bothWays(server, server, everything, {
      sampling: {},
      elicitation: {},
      roots: { listChanged: true },
    });
    expect(through.sorted).toEqual(direct.sorted);
    // What is compared has something of everything.
    const methods = direct.messages.map(({ method }) => method);
    for (const method of [
      'elicitation/create',
      'sampling/createMessage',
      'roots/list',
      'notifications/progress',
    ])
      expect(methods).toContain(method);
    expect(answersOf(direct, 'vendor/unknown')).toMatchObject([{ error: { code: -32_601 } }]);
    expect(answersOf(direct, 'tools/call').length).toBeGreaterThan(10);
  });

  it('has every step of progress before the answer', async () => {
    const server = serverOf('server-everything', 'stdio');
    const { through } = await bothWays(server, server, async (client) => {
      await client.callTool(
        { name: 'trigger-long-running-operation', arguments: { duration: 0.1, steps: 10 } },
        undefined,
        { onprogress: () => undefined },
      );
    });
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
    const server = serverOf('server-filesystem', folder);
    const { direct, through } = await bothWays(server, server, async (client) => {
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
    expect(through.sorted).toEqual(direct.sorted);
    expect(answersOf(direct, 'tools/call')).toHaveLength(7);
  });

  it('is that of server-memory without it, each with the variable that it was given', async () => {
    const folder = await temporaryFolder();
    const withFile = (file: string): Command => ({
      ...serverOf('server-memory'),
      env: { MEMORY_FILE_PATH: join(folder, file) },
    });
    const { direct, through } = await bothWays(withFile('direct'), withFile('through'), async (client) => {
      await client.listTools();
      const entities = [{ name: 'Ann', entityType: 'person', observations: ['likes 世界'] }];
      await call(client, 'create_entities', { entities });
      await call(client, 'add_observations', { observations: [{ entityName: 'nobody', contents: ['x'] }] });
      await call(client, 'search_nodes', { query: 'ann' });
      await call(client, 'read_graph');
    });
    expect(through.sorted).toEqual(direct.sorted);
    expect(JSON.stringify(answersOf(direct, 'tools/call').at(-1))).toContain('likes 世界');
  });
});
