import type { INestApplication } from '@nestjs/common';
import { connectLegacyClient, connectModernClient } from '#testing';
import { ResourceTemplateRegistry } from '#tools';
import { offer, withdraw } from '../../support/handlers/long-lists.ts';
import { beginSession, sendModern, sendRaw, type RawMessage } from '../../support/agents/raw-mcp.ts';
import { startApplication, type TestApplication } from '../../support/server/test-application.ts';

/** The names of the entries of a page, in order. */
const namesOf = (entries: unknown) => (entries as { name: string }[]).map(({ name }) => name);

/** Sends a request in one era, and resolves with the message of the answer. */
type Ask = (method: string, params?: Record<string, unknown>) => Promise<RawMessage | undefined>;

const ERAS = [
  {
    era: 'legacy',
    begin: async (origin: string): Promise<Ask> => {
      const headers = { 'mcp-session-id': await beginSession(origin) };
      return async (method, params) =>
        (await sendRaw(origin, { jsonrpc: '2.0', id: 2, method, params }, { headers })).body;
    },
  },
  {
    era: 'modern',
    begin: async (origin: string): Promise<Ask> => {
      return async (method, params) => (await sendModern(origin, method, params)).body;
    },
  },
];

const LISTS = [
  { method: 'tools/list', member: 'tools' },
  { method: 'prompts/list', member: 'prompts' },
  { method: 'resources/list', member: 'resources' },
  { method: 'resources/templates/list', member: 'resourceTemplates' },
];

const NAMES = ['eve', 'ann', 'dan', 'bob', 'cat'];

function startWith(names: string[], pageSize?: number): Promise<TestApplication> {
  const mcp = pageSize === undefined ? {} : { pageSize };
  return startApplication([], { mcp }).then((started) => {
    for (const name of names) offer(started.app, name);
    return started;
  });
}

/** Reads a list from page to page; `between` is called after each page but the last. */
async function readPages(ask: Ask, { method, member }: (typeof LISTS)[number], between = () => {}) {
  const pages: string[][] = [];
  let cursor: unknown;
  for (;;) {
    const { result } = (await ask(method, cursor === undefined ? {} : { cursor })) ?? {};
    pages.push(namesOf(result?.[member]));
    cursor = result?.['nextCursor'];
    if (cursor === undefined) return pages;
    between();
  }
}

describe.each(ERAS)('lists for an agent of the $era era', ({ begin }) => {
  let app: INestApplication;
  let ask: Ask;

  const serve = async (names: string[], pageSize?: number) => {
    const started = await startWith(names, pageSize);
    app = started.app;
    ask = await begin(started.origin);
  };

  afterEach(() => app.close());

  it.each(LISTS)('have pages in $method, and a single one when all entries fit on it', async (list) => {
    await serve(NAMES, 2);
    expect(await readPages(ask, list)).toEqual([['ann', 'bob'], ['cat', 'dan'], ['eve']]);
    for (const name of ['ann', 'cat', 'eve']) withdraw(app, name);
    expect(await readPages(ask, list)).toEqual([['dan', 'bob']]);
  });

  it.each(LISTS)(
    'neither repeat nor omit an entry in $method while others are added and removed',
    async (list) => {
      await serve(NAMES, 2);
      const changes = [
        () => ['ann', 'bob'].forEach((name) => withdraw(app, name)),
        () => ['aaa', 'zoe'].forEach((name) => offer(app, name)),
      ];
      const pages = await readPages(ask, list, () => changes.shift()?.());
      expect(pages).toEqual([
        ['ann', 'bob'],
        ['cat', 'dan'],
        ['eve', 'zoe'],
      ]);
    },
  );

  it.each(LISTS)('reject a foreign cursor in $method', async ({ method }) => {
    await serve(NAMES, 2);
    const other = method === 'tools/list' ? 'prompts/list' : 'tools/list';
    const foreign = (await ask(other))?.result?.['nextCursor'];
    expect(foreign).toEqual(expect.any(String));
    for (const cursor of [foreign, 'page-2', '', 7]) {
      const answer = await ask(method, { cursor });
      expect(answer?.error).toMatchObject({
        code: -32_602,
        message: expect.stringMatching(/Invalid cursor: .*nextCursor/),
      });
    }
  });

  it('continue from a cursor on another instance of the same server', async () => {
    await serve(NAMES, 2);
    const cursor = (await ask('tools/list'))?.result?.['nextCursor'];
    const other = await startWith(NAMES.toReversed(), 4);
    const { result } = (await (await begin(other.origin))('tools/list', { cursor })) ?? {};
    expect(namesOf(result?.['tools'])).toEqual(['cat', 'dan', 'eve']);
    await other.app.close();
  });

  it('include the resources that a template lists', async () => {
    await serve(['ann', 'eve'], 2);
    const options = { name: 'people', uriTemplate: 'test://people/{id}' };
    const list = async () => [{ name: 'cat', uri: 'test://cat' }];
    const handle = async () => '';
    app.get(ResourceTemplateRegistry).register({ options, handle, list }, 'test');
    const pages = await readPages(ask, { method: 'resources/list', member: 'resources' });
    expect(pages).toEqual([['ann', 'cat'], ['eve']]);
  });

  it('have at most 1,000 entries on a page by default', async () => {
    const names = Array.from({ length: 1_001 }, (_, n) => `tool-${String(n).padStart(4, '0')}`);
    await serve(names.slice(0, 1_000));
    const list = { method: 'tools/list', member: 'tools' };
    expect((await readPages(ask, list)).map(({ length }) => length)).toEqual([1_000]);
    offer(app, names[1_000] as string);
    expect((await readPages(ask, list)).map(({ length }) => length)).toEqual([1_000, 1]);
  });
});

describe("the SDKs' clients", () => {
  it('read the pages of a list as one list', async () => {
    const { app } = await startWith(NAMES, 2);
    for (const client of [await connectLegacyClient(app), await connectModernClient(app)]) {
      const listed: object[] = [];
      let cursor: string | undefined;
      do {
        const page = await client.listTools({ ...(cursor !== undefined && { cursor }) });
        listed.push(...page.tools);
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      const inputSchema = expect.objectContaining({ type: 'object' });
      expect(listed).toEqual(
        NAMES.toSorted().map((name) => ({ name, description: `Does ${name}.`, inputSchema })),
      );
    }
    await app.close();
  });
});

describe('a page of a list', () => {
  it('carries the caching hints of the list', async () => {
    const cacheHints = { 'tools/list': { ttlMs: 60_000, cacheScope: 'public' } } as const;
    const { app, origin } = await startApplication([], { mcp: { pageSize: 2, cacheHints } });
    for (const name of NAMES) offer(app, name);
    const { body } = await sendModern(origin, 'tools/list');
    expect(body?.result).toMatchObject({ nextCursor: expect.any(String), ...cacheHints['tools/list'] });
    await app.close();
  });
});

describe('an invalid page size', () => {
  it.each([0, -1, 1.5, Number.NaN])('of %d is rejected at start', async (pageSize) => {
    await expect(startApplication([], { mcp: { pageSize } })).rejects.toThrow(/mcp\.pageSize/);
  });
});
