import { Injectable, type INestApplication } from '@nestjs/common';
import { collectEvents, unpairedCalls, type EventCollection } from '#testing';
import { Prompt, Resource, Tool, type ToolContext } from '#tools';
import { awaitEvent } from '../../support/environment/await-event.ts';
import { ERAS } from '../../support/agents/either-era.ts';
import { beginSession, sendModern, sendRaw } from '../../support/agents/raw-mcp.ts';
import { startApplication } from '../../support/server/test-application.ts';

const circle: Record<string, unknown> = {};
circle['self'] = circle;

/** A proxy of which nothing can be asked: each of its traps throws what `thrown` says. */
function hostile(thrown: () => unknown = () => new Error('trapped')): object {
  const trap = (): never => {
    throw thrown();
  };
  return new Proxy(() => undefined, new Proxy({}, { get: () => trap }));
}
/** One whose traps throw the proxy itself. */
const recursive: object = hostile(() => recursive);

/** Values that have no JSON. */
const RESULTS = {
  circle,
  bigint: { big: 10n },
  'bare-bigint': 10n,
  'structured-circle': { content: [], structuredContent: circle },
  proxy: hostile(),
  'recursive-proxy': recursive,
  'content-proxy': { content: [hostile()] },
  'member-proxy': { inside: recursive },
};
const THROWN = {
  undefined,
  null: null,
  empty: {},
  bare: Object.create(null) as unknown,
  proxy: hostile(),
  recursive,
};

/** Handlers that fail in unexpected ways. */
@Injectable()
class FailingHandlers {
  readonly late: (() => Promise<void>)[] = [];

  @Tool({ name: 'fine' })
  fine(): string {
    return 'fine';
  }

  @Tool({ name: 'tell-later' })
  tellLater(_input: unknown, context: ToolContext): string {
    this.late.push(() => context.log('info', 'late'));
    this.late.push(() => context.reportProgress({ progress: 1 }));
    return 'done';
  }

  @Prompt({ name: 'broken' })
  prompt(): Promise<never> {
    return Promise.reject(undefined);
  }

  @Resource({ name: 'broken', uri: 'test://broken' })
  resource(): unknown {
    return { big: 10n };
  }
}

function addTool(name: string, value: () => unknown): void {
  const descriptor = { value, configurable: true, writable: true };
  Object.defineProperty(FailingHandlers.prototype, name, descriptor);
  Tool({ name })(FailingHandlers.prototype, name, descriptor);
}
for (const [name, result] of Object.entries(RESULTS)) addTool(`returns-${name}`, () => result);
for (const [name, thrown] of Object.entries(THROWN)) addTool(`throws-${name}`, () => Promise.reject(thrown));
addTool('resolves-proxy', () => Promise.resolve().then(() => hostile()));

describe.each(ERAS)('a failing handler, called by an agent of the $era era,', ({ era, connect }) => {
  let app: INestApplication;
  let origin: string;
  let record: EventCollection;
  let agent: Awaited<ReturnType<typeof connect>>;

  beforeEach(async () => {
    ({ app, origin } = await startApplication([FailingHandlers]));
    record = collectEvents(app);
    agent = await connect(app);
  });
  afterEach(async () => {
    await agent.close();
    await app.close();
    expect(unpairedCalls(record.events)).toEqual([]);
  });

  it.each(Object.keys(RESULTS))(
    'ends a call with an internal error when it returns a value that has no JSON: %s',
    async (name) => {
      await expect(agent.call(`returns-${name}`)).rejects.toMatchObject({
        code: -32_603,
        message: expect.stringContaining('no JSON'),
      });
      const { data } = await awaitEvent(record, 'tool:error');
      expect(data).toMatchObject({ kind: 'thrown', error: expect.stringContaining('no JSON') });
      expect(record.all('tool:error')).toHaveLength(1);
      expect(await agent.call('fine')).toMatchObject({ content: [{ text: 'fine' }] });
    },
  );

  it.each(Object.keys(THROWN))(
    'ends a call with a failed result when it throws a value without a message: %s',
    async (name) => {
      const content = [{ type: 'text', text: 'The handler failed without a message' }];
      expect(await agent.call(`throws-${name}`)).toMatchObject({ isError: true, content });
      const { data } = await awaitEvent(record, 'tool:error');
      expect(data).toMatchObject({ kind: 'thrown', error: 'The handler failed without a message' });
    },
  );

  // The language itself rejects the method's promise with what the proxy throws.
  it('ends a call with a failed result when its promise resolves to a proxy that cannot be read', async () => {
    const content = [{ type: 'text', text: 'trapped' }];
    expect(await agent.call('resolves-proxy')).toMatchObject({ isError: true, content });
    const { data } = await awaitEvent(record, 'tool:error');
    expect(data).toMatchObject({ kind: 'thrown', error: 'trapped' });
    expect(record.all('tool:error')).toHaveLength(1);
  });

  it('can log and report progress after the end of a call without effect', async () => {
    await agent.call('tell-later', {}, { onprogress: () => undefined });
    const { late } = app.get(FailingHandlers);
    await expect(Promise.all(late.map((tell) => tell()))).resolves.toHaveLength(2);
    await agent.close();
    await expect(Promise.all(late.map((tell) => tell()))).resolves.toHaveLength(2);
    agent = await connect(app);
    expect(await agent.call('fine')).toMatchObject({ content: [{ text: 'fine' }] });
  });

  it.each([
    ['prompts/get', { name: 'broken' }],
    ['resources/read', { uri: 'test://broken' }],
  ])('ends %s with an error when it throws a value without a message', async (method, params) => {
    const ask = async () => {
      if (era === 'modern')
        return sendModern(origin, method, params, {
          headers: { 'mcp-name': Object.values(params)[0] ?? '' },
        });
      const headers = { 'mcp-session-id': await beginSession(origin) };
      return sendRaw(origin, { jsonrpc: '2.0', id: 1, method, params }, { headers });
    };
    const { body } = await ask();
    expect(body).toMatchObject({ id: 1, error: { code: -32_603, message: expect.any(String) } });
  });
});
