import type { INestApplication } from '@nestjs/common';
import { connectLegacyClient, connectModernClient, type ModernClient } from '#testing';
import { PromptRegistry, ResourceRegistry, ResourceTemplateRegistry, ToolRegistry } from '#tools';
import { AgentStream } from '../../support/agents/agent-stream.ts';
import { Offer } from '../../support/handlers/changing-offer.ts';
import { beginSession, callRequest, sendModern, sendRaw } from '../../support/agents/raw-mcp.ts';
import { startApplication } from '../../support/server/test-application.ts';

const ERAS = [
  { era: 'legacy', connect: connectLegacyClient as (app: INestApplication) => Promise<unknown> },
  { era: 'modern', connect: connectModernClient as (app: INestApplication) => Promise<unknown> },
];

describe.each(ERAS)('a server, for an agent of the $era era,', ({ era, connect }) => {
  let app: INestApplication;
  // Both SDKs' clients answer these methods alike.
  let client: ModernClient;

  beforeAll(async () => {
    ({ app } = await startApplication([Offer]));
    client = (await connect(app)) as ModernClient;
  });

  afterAll(() => app.close());

  it('declares all capabilities, even if it offers nothing of a kind', async () => {
    expect(client.getServerCapabilities()).toMatchObject({
      tools: { listChanged: true },
      prompts: { listChanged: true },
      resources: { listChanged: true, subscribe: true },
      completions: {},
      logging: {},
    });
  });

  it('lists resources with their descriptions, including those of a template', async () => {
    const { resources } = await client.listResources();
    expect(resources[0]).toEqual({
      name: 'readme',
      uri: 'docs://readme',
      title: 'Read me',
      description: 'Read this first.',
      mimeType: 'text/markdown',
      size: 7,
      annotations: { audience: ['user'], priority: 1 },
      icons: [{ src: 'https://example.org/icon.svg', mimeType: 'image/svg+xml' }],
    });
    expect(resources.map(({ uri }) => uri)).toEqual([
      'docs://readme',
      'docs://logo',
      'docs://config',
      'weather://no/Oslo',
    ]);
  });

  it.each([
    ['docs://readme', { uri: 'docs://readme', mimeType: 'text/markdown', text: '# docs://readme' }],
    ['docs://logo', { uri: 'docs://logo', mimeType: 'image/png', blob: 'AQID' }],
    ['docs://config', { uri: 'docs://config', mimeType: 'application/json', text: '{"debug":false}' }],
    [
      'weather://no/Troms%C3%B8',
      {
        uri: 'weather://no/Troms%C3%B8',
        mimeType: 'text/plain',
        text: 'Tromsø in no: rain (weather://no/Troms%C3%B8)',
      },
    ],
  ])('returns the content of %s', async (uri, expected) => {
    const { contents } = await client.readResource({ uri });
    expect(contents).toEqual([expected]);
  });

  it('names the resource that does not exist when it refuses a read', async () => {
    await expect(client.readResource({ uri: 'docs://nowhere' })).rejects.toThrow(/docs:\/\/nowhere/);
  });

  it('lists resource templates', async () => {
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates).toEqual([
      { name: 'weather', uriTemplate: 'weather://{country}/{city}', mimeType: 'text/plain' },
    ]);
  });

  it('lists prompts with their arguments', async () => {
    const { prompts } = await client.listPrompts();
    expect(prompts[0]).toMatchObject({
      name: 'plan',
      title: 'Plan a trip',
      description: 'Plans a trip to a city.',
      arguments: [
        { name: 'city', description: 'Where to.', required: true },
        { name: 'days', required: false },
      ],
    });
    expect(prompts.map(({ name }) => name)).toEqual(['plan', 'many']);
  });

  it('returns prompts, and names an invalid argument', async () => {
    const { messages } = await client.getPrompt({ name: 'plan', arguments: { city: 'Oslo' } });
    expect(messages).toEqual([{ role: 'user', content: { type: 'text', text: 'Plan 1 day(s) in Oslo' } }]);
    expect((await client.getPrompt({ name: 'many' })).messages.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
    ]);
    await expect(client.getPrompt({ name: 'plan', arguments: {} })).rejects.toThrow(/city/);
    await expect(client.getPrompt({ name: 'nonesuch' })).rejects.toMatchObject({ code: -32_602 });
  });

  it('completes at most 100 values, depending on those already chosen', async () => {
    const complete = async (ref: object, name: string, value: string, known?: Record<string, string>) => {
      const context = known && { context: { arguments: known } };
      const params = { ref, argument: { name, value }, ...context } as Parameters<
        ModernClient['complete']
      >[0];
      return (await client.complete(params)).completion;
    };
    const weather = { type: 'ref/resource', uri: 'weather://{country}/{city}' };
    expect((await complete(weather, 'city', 'O')).values).toEqual(['Oslo', 'Ottawa']);
    expect((await complete(weather, 'city', '', { country: 'fr' })).values).toEqual(['Paris']);
    expect((await complete(weather, 'country', 'n')).values).toEqual([]);
    expect((await complete({ type: 'ref/prompt', name: 'plan' }, 'city', 'P')).values).toEqual(['Paris']);
    const many = await complete({ type: 'ref/prompt', name: 'many' }, 'item', '');
    expect(many).toMatchObject({ total: 150, hasMore: true });
    expect(many.values).toHaveLength(100);
    const unknown = complete({ type: 'ref/prompt', name: 'nonesuch' }, 'item', '');
    await expect(unknown).rejects.toThrow('Prompt nonesuch not found');
  });

  it('sends icons and links to resources', async () => {
    const { tools } = await client.listTools();
    expect(tools[0]?.icons).toEqual([{ src: 'https://example.org/icon.svg', mimeType: 'image/svg+xml' }]);
    const { content } = await client.callTool({ name: 'link', arguments: {} });
    expect(content).toEqual([{ type: 'resource_link', uri: 'docs://readme', name: 'readme' }]);
  });

  it('offers a tool right after its registration, and no longer after its removal', async () => {
    const tools = app.get(ToolRegistry);
    tools.register({ options: { name: 'late' }, handle: async () => 'Better late' }, 'test');
    const { content } = await client.callTool({ name: 'late', arguments: {} });
    expect(content).toEqual([{ type: 'text', text: 'Better late' }]);
    expect(tools.remove('late')).toBe(true);
    expect(tools.remove('late')).toBe(false);
    await expect(client.callTool({ name: 'late', arguments: {} })).rejects.toMatchObject({ code: -32_602 });
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['link', 'chat']);
  });

  it('sends caching hints only in a revision that defines them', async () => {
    const read = await client.readResource({ uri: 'docs://readme' });
    const hints = { ttlMs: read['ttlMs'], cacheScope: read['cacheScope'] };
    expect(hints).toEqual(
      era === 'modern'
        ? { ttlMs: 60_000, cacheScope: 'public' }
        : { ttlMs: undefined, cacheScope: undefined },
    );
  });
});

const byText = (a: string, b: string) => a.localeCompare(b);

/** Changes one entry of every kind, and two of one kind. */
function changeEverything(app: INestApplication): void {
  const handle = async () => '';
  app.get(ToolRegistry).register({ options: { name: 'one' }, handle }, 'test');
  app.get(ToolRegistry).register({ options: { name: 'two' }, handle }, 'test');
  app.get(PromptRegistry).remove('many');
  app.get(ResourceRegistry).remove('docs://logo');
  app.get(ResourceTemplateRegistry).remove('weather');
  app.get(ResourceRegistry).notifyUpdated('docs://readme');
  app.get(ResourceRegistry).notifyUpdated('docs://config');
}

describe('an agent that subscribes to changes', () => {
  let app: INestApplication;
  let origin: string;

  beforeEach(async () => {
    ({ app, origin } = await startApplication([Offer]));
  });

  afterEach(() => app.close());

  it('is notified once of each change, and of the resources that it subscribed to, in a legacy session', async () => {
    const sessionId = await beginSession(origin);
    const headers = { 'mcp-session-id': sessionId };
    const subscription = (method: string, uri: string, id: number) =>
      sendRaw(origin, { jsonrpc: '2.0', id, method, params: { uri } }, { headers });
    await subscription('resources/subscribe', 'docs://readme', 2);
    await subscription('resources/subscribe', 'docs://config', 3);
    await subscription('resources/unsubscribe', 'docs://config', 4);
    const { body } = await subscription('resources/subscribe', 'docs://nowhere', 5);
    expect(body?.error).toMatchObject({ code: -32_602, data: { uri: 'docs://nowhere' } });
    const stream = await AgentStream.open(origin, { headers: { accept: 'text/event-stream', ...headers } });
    changeEverything(app);
    await stream.until(() => stream.messages.length >= 4);
    await sendRaw(origin, { jsonrpc: '2.0', id: 6, method: 'ping' }, { headers });
    const heard = stream.messages.map(({ method, params }) => `${method} ${JSON.stringify(params?.['uri'])}`);
    expect(heard.toSorted(byText)).toEqual([
      'notifications/prompts/list_changed undefined',
      'notifications/resources/list_changed undefined',
      'notifications/resources/updated "docs://readme"',
      'notifications/tools/list_changed undefined',
    ]);
    stream.cut();
  });

  it('is notified only of the changes that it asked for with "subscriptions/listen"', async () => {
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const listen = (notifications: object) =>
      AgentStream.open(origin, {
        method: 'POST',
        headers: {
          accept: 'application/json, text/event-stream',
          'content-type': 'application/json',
          'mcp-protocol-version': '2026-07-28',
          'mcp-method': 'subscriptions/listen',
        },
        body: JSON.stringify({
          jsonrpc: '2.0',
          id: 7,
          method: 'subscriptions/listen',
          params: { notifications, _meta },
        }),
      });
    const lists = await listen({
      toolsListChanged: true,
      promptsListChanged: true,
      resourcesListChanged: true,
    });
    const readme = await listen({ resourceSubscriptions: ['docs://readme'] });
    const methods = ({ messages }: AgentStream) => messages.map(({ method }) => String(method));
    await lists.until(() => lists.messages.length === 1);
    await readme.until(() => readme.messages.length === 1);
    changeEverything(app);
    await lists.until(() => lists.messages.length >= 4);
    await readme.until(() => readme.messages.length >= 2);
    expect(methods(lists).toSorted(byText)).toEqual([
      'notifications/prompts/list_changed',
      'notifications/resources/list_changed',
      'notifications/subscriptions/acknowledged',
      'notifications/tools/list_changed',
    ]);
    expect(methods(readme)).toEqual([
      'notifications/subscriptions/acknowledged',
      'notifications/resources/updated',
    ]);
    // At an orderly shutdown each stream ends with an answer.
    await app.close();
    await lists.ended();
    expect(lists.messages.at(-1)).toMatchObject({ id: 7, result: { resultType: 'complete' } });
  });
});

describe('log messages of a handler', () => {
  let app: INestApplication;
  let origin: string;

  beforeAll(async () => {
    ({ app, origin } = await startApplication([Offer]));
  });

  afterAll(() => app.close());

  const logged = (stream: AgentStream) =>
    stream.messages.filter(({ method }) => method === 'notifications/message').map(({ params }) => params);
  const LOUD = { level: 'warning', data: { what: 'loudly' }, logger: 'chat' };

  const call = async (headers: Record<string, string>, body: object) => {
    const all = {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      ...headers,
    };
    const stream = await AgentStream.open(origin, {
      method: 'POST',
      headers: all,
      body: JSON.stringify(body),
    });
    await stream.ended();
    return stream;
  };

  it('reach a legacy session at the level that it set and above', async () => {
    const headers = { 'mcp-session-id': await beginSession(origin) };
    expect(logged(await call(headers, callRequest('chat')))).toHaveLength(2);
    const setLevel = { jsonrpc: '2.0', id: 3, method: 'logging/setLevel', params: { level: 'warning' } };
    await sendRaw(origin, setLevel, { headers });
    expect(logged(await call(headers, callRequest('chat')))).toEqual([LOUD]);
  });

  it('reach a request of revision 2026-07-28 only if it names a level', async () => {
    const request = (meta: object) => ({
      ...callRequest('chat'),
      params: {
        name: 'chat',
        arguments: {},
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2026-07-28',
          'io.modelcontextprotocol/clientCapabilities': {},
          ...meta,
        },
      },
    });
    const headers = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': 'chat' };
    const warned = await call(headers, request({ 'io.modelcontextprotocol/logLevel': 'warning' }));
    expect(logged(warned)).toEqual([LOUD]);
    const quiet = await sendModern(origin, 'tools/call', { name: 'chat', arguments: {} });
    expect(quiet.headers.get('content-type')).toContain('application/json');
    expect(quiet.body?.result).toMatchObject({ content: [{ text: 'said' }] });
  });
});
