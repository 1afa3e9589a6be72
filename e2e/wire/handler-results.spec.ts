import { BadRequestException, HttpException, Injectable, type INestApplication } from '@nestjs/common';
import { z } from 'zod';
import { collectEvents, unpairedCalls, type EventCollection } from '#testing';
import { Prompt, Resource, ResourceTemplateRegistry, Tool, ToolRegistry, type ToolContext } from '#tools';
import { awaitEvent } from '../support/environment/await-event.ts';
import { ERAS } from '../support/agents/either-era.ts';
import { beginSession, sendModern, sendRaw } from '../support/agents/raw-mcp.ts';
import { startApplication } from '../support/server/test-application.ts';

const content = [{ type: 'text', text: 'x' }];

function circle(): object {
  const made: Record<string, unknown> = {};
  made['self'] = made;
  return made;
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function fail(): never {
  throw new Error('not to be read');
}

/** A proxy that answers only that it is no promise, which is the first check of a returned value. */
const guarded = () =>
  new Proxy(
    {},
    { get: (_, key) => (key === 'then' ? undefined : fail()), ownKeys: fail, getPrototypeOf: fail },
  );
const unreadable = () => new Proxy({}, { get: fail, ownKeys: fail, getPrototypeOf: fail });
const withGetter = () => Object.defineProperty({}, 'a', { enumerable: true, get: fail });

/** Functions that create values without JSON. */
const WITHOUT_JSON: Record<string, () => unknown> = {
  'a circle': circle,
  'a bigint': () => 10n,
  'a bigint in an object': () => ({ n: 10n }),
  'a bigint in structured content': () => ({ content, structuredContent: { n: 10n } }),
  'a circle in structured content': () => ({ content, structuredContent: circle() }),
  'a bigint in _meta': () => ({ content, _meta: { n: 10n } }),
  'a circle in _meta': () => ({ content, _meta: circle() }),
  'a bigint in content': () => ({ content: [{ type: 'text', text: 'x', _meta: { n: 10n } }] }),
  'a circle in content': () => ({ content: [{ ...content[0], _meta: circle() }] }),
  'a toJSON that throws': () => ({ toJSON: fail }),
  'a toJSON that throws, deep inside': () => ({ content, structuredContent: { list: [{ toJSON: fail }] } }),
  'a getter that throws': withGetter,
  'a getter that throws in content': () => ({ content: [withGetter()] }),
  'a proxy that throws': guarded,
  'a proxy that throws in structured content': () => ({ content, structuredContent: unreadable() }),
  'a revoked proxy in an object': () => ({ a: revoked() }),
  'a map with keys that are objects': () => new Map([[{}, 1]]),
};

class Money {
  readonly #secret = 1;
  constructor(
    readonly amount: number,
    readonly currency: string,
  ) {}
  get half(): number {
    return this.amount / 2 + this.#secret * 0;
  }
}

const structured = (value: object) => ({
  content: [{ type: 'text', text: JSON.stringify(value) }],
  structuredContent: value,
});
const text = (value: string) => ({ content: [{ type: 'text', text: value }] });

/** What a handler returns, and the result for agents of both eras. */
const CONVERTED: Record<string, [() => unknown, object]> = {
  'a date': [() => new Date(0), text('1970-01-01T00:00:00.000Z')],
  'a date in an object': [() => ({ at: new Date(0) }), structured({ at: '1970-01-01T00:00:00.000Z' })],
  'a map': [
    () =>
      new Map<unknown, unknown>([
        ['a', 1],
        [2, new Map()],
      ]),
    structured({ 2: {}, a: 1 }),
  ],
  'a set': [() => new Set([1, 2]), text('[1,2]')],
  'a class instance': [() => new Money(3, 'EUR'), structured({ amount: 3, currency: 'EUR' })],
  'an object without a prototype': [
    () => Object.assign(Object.create(null) as object, { a: 1 }),
    structured({ a: 1 }),
  ],
  'an error': [
    () => ({ error: new TypeError('no') }),
    structured({ error: { name: 'TypeError', message: 'no' } }),
  ],
  'a toJSON': [() => ({ toJSON: () => ({ a: 1 }) }), structured({ a: 1 })],
  'a number that JSON lacks': [() => ({ n: NaN, i: [Infinity] }), structured({ n: null, i: [null] })],
  'a member that is undefined': [() => ({ a: undefined, b: 1 }), structured({ b: 1 })],
  'a function': [() => fail, { content: [] }],
  'a date in structured content': [
    () => ({ content, structuredContent: { at: new Date(0) } }),
    { content, structuredContent: { at: '1970-01-01T00:00:00.000Z' } },
  ],
};

/** What a handler returns as a failure, its result, and the message in the event. */
const FAILURES: Record<string, [() => unknown, object, string]> = {
  alone: [
    () => ({ isError: true }),
    { content: [], isError: true },
    'The tool reported an error without a message',
  ],
  'with members of its own': [
    () => ({ isError: true, reason: 'closed' }),
    { ...text('{"reason":"closed"}'), isError: true },
    '{"reason":"closed"}',
  ],
  'with structured content': [
    () => ({ isError: true, structuredContent: { code: 7 } }),
    { ...text('{"code":7}'), structuredContent: { code: 7 }, isError: true },
    '{"code":7}',
  ],
};

const NO_MESSAGE = 'The handler failed without a message';

/** What a handler throws, and the message that its agent gets. */
const THROWN: Record<string, [() => unknown, string]> = {
  undefined: [() => undefined, NO_MESSAGE],
  'an empty object': [() => ({}), NO_MESSAGE],
  'an object as message': [() => ({ message: { password: 'hunter2hunter2' } }), NO_MESSAGE],
  'an error with an object as message': [
    () => Object.assign(new Error('x'), { message: { a: 1 } }),
    NO_MESSAGE,
  ],
  'an error without a text': [() => new Error(''), NO_MESSAGE],
  'an error whose message throws': [
    () => Object.defineProperty(new Error('x'), 'message', { get: fail }),
    NO_MESSAGE,
  ],
  'an error whose code throws': [
    () => Object.defineProperty(new Error('x'), 'code', { get: fail }),
    NO_MESSAGE,
  ],
  'a proxy that throws': [unreadable, NO_MESSAGE],
  'a revoked proxy': [revoked, NO_MESSAGE],
  'a function': [() => fail, NO_MESSAGE],
  'an HTTP exception with a text': [() => new HttpException('Closed on Sundays', 503), 'Closed on Sundays'],
  'what a ValidationPipe throws': [
    () => new BadRequestException(['city must be a string', 'days must be positive']),
    'city must be a string; days must be positive',
  ],
  'an HTTP exception with more to say': [
    () => new HttpException({ message: 'No seat', free: [3, 4] }, 409),
    'No seat {"free":[3,4]}',
  ],
};

const tools = (cases: Record<string, unknown>, prefix: string) =>
  Object.keys(cases).map((title, index) => [title, `${prefix}-${index}`] as const);

@Injectable()
class OtherHandlers {
  @Tool({ name: 'fine', input: z.object({}) })
  fine(): string {
    return 'fine';
  }

  @Tool({ name: 'tells-nonsense' })
  async tellNonsense(_input: unknown, context: ToolContext): Promise<string> {
    for (const value of Object.values(WITHOUT_JSON)) {
      // Most handlers do not wait for it.
      void context.log('info', value());
      void context.reportProgress(value() as never);
      await context.reportProgress({ progress: value() as number });
    }
    await context.reportProgress({ progress: 'half', total: null } as never);
    await context.reportProgress({ progress: 1, total: 'many', message: 5 } as never);
    return 'told';
  }

  @Tool({ name: 'asks-nonsense' })
  async askNonsense(_input: unknown, context: ToolContext): Promise<string> {
    const requestedSchema = { type: 'object', properties: { a: { type: 'string', default: 10n } } };
    await context.elicit({ message: 'Well?', requestedSchema } as never);
    return 'asked';
  }

  @Prompt({ name: 'circle' })
  circle(): unknown {
    return { messages: [{ role: 'user', content: { type: 'text', text: 'x', _meta: circle() } }] };
  }

  @Prompt({ name: 'nothing' })
  nothing(): void {}

  @Prompt({ name: 'unreadable' })
  unreadable(): never {
    throw unreadable();
  }

  @Prompt({
    name: 'suggests',
    args: z.object({ nothing: z.string(), numbers: z.string(), fails: z.string() }),
    complete: {
      nothing: () => undefined as never,
      numbers: () => [10n] as never,
      fails: () => {
        throw undefined;
      },
    },
  })
  suggest(): string {
    return '';
  }

  @Resource({ name: 'bigint', uri: 'test://bigint' })
  bigint(): unknown {
    return { n: 10n };
  }

  @Resource({ name: 'circle', uri: 'test://circle' })
  circularResource(): unknown {
    return { contents: [{ uri: 'test://circle', text: 'x', _meta: circle() }] };
  }

  @Resource({ name: 'proxy', uri: 'test://proxy' })
  proxy(): unknown {
    return guarded();
  }
}

function addAll(registry: ToolRegistry): void {
  const add = (name: string, handle: () => unknown) =>
    registry.register({ options: { name }, handle: async () => handle() }, 'test');
  Object.values(WITHOUT_JSON).forEach((make, index) => add(`without-${index}`, make));
  Object.values(CONVERTED).forEach(([make], index) => add(`converted-${index}`, make));
  Object.values(FAILURES).forEach(([make], index) => add(`failure-${index}`, make));
  Object.values(THROWN).forEach(([make], index) =>
    add(`thrown-${index}`, () => {
      throw make();
    }),
  );
}

describe.each(ERAS)('a handler, called by an agent of the $era era,', ({ era, connect }) => {
  let app: INestApplication;
  let origin: string;
  let record: EventCollection;
  let agent: Awaited<ReturnType<typeof connect>>;
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);

  /** Resolves with the answer to a request of this era. */
  const ask = async (method: string, params: Record<string, unknown>) => {
    const named = params['name'] ?? params['uri'];
    if (era === 'modern') {
      const headers = typeof named === 'string' ? { 'mcp-name': named } : {};
      return (await sendModern(origin, method, params, { headers })).body;
    }
    const headers = { 'mcp-session-id': await beginSession(origin) };
    return (await sendRaw(origin, { jsonrpc: '2.0', id: 1, method, params }, { headers })).body;
  };

  beforeAll(async () => {
    process.on('unhandledRejection', note);
    ({ app, origin } = await startApplication([OtherHandlers]));
    addAll(app.get(ToolRegistry));
    agent = await connect(app);
  });

  beforeEach(() => {
    record = collectEvents(app);
  });

  afterEach(async () => {
    expect(await agent.call('fine')).toMatchObject({ content: [{ text: 'fine' }] });
    await record.settled();
    expect(unpairedCalls(record.events)).toEqual([]);
    record.stop();
  });

  afterAll(async () => {
    await agent.close();
    await app.close();
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  it.each(tools(WITHOUT_JSON, 'without'))(
    'causes an internal error when its result has no JSON: %s',
    async (_, name) => {
      await expect(agent.call(name)).rejects.toMatchObject({
        code: -32_603,
        message: expect.stringContaining('no JSON'),
      });
      const { data } = await awaitEvent(record, 'tool:error');
      expect(data).toMatchObject({ tool: name, kind: 'thrown', error: expect.stringContaining('no JSON') });
      expect(record.all('tool:done')).toEqual([]);
    },
  );

  it.each(tools(CONVERTED, 'converted'))('may return %s, which becomes JSON', async (title, name) => {
    const { resultType: _, _meta: __, ...result } = await agent.call(name);
    expect(result).toEqual(CONVERTED[title]?.[1]);
    await awaitEvent(record, 'tool:done');
  });

  it.each(tools(FAILURES, 'failure'))(
    'fails with the kind "tool" when it returns isError %s',
    async (title, name) => {
      const [, result, error] = FAILURES[title] ?? [];
      const { resultType: _, _meta: __, ...answer } = await agent.call(name);
      expect(answer).toEqual(result);
      expect((await awaitEvent(record, 'tool:error')).data).toMatchObject({ kind: 'tool', error });
    },
  );

  it.each(tools(THROWN, 'thrown'))('ends its call once when it throws %s', async (title, name) => {
    const expected = THROWN[title]?.[1];
    expect(await agent.call(name)).toMatchObject({
      isError: true,
      content: [{ type: 'text', text: expected }],
    });
    const { data } = await awaitEvent(record, 'tool:error');
    expect(data).toMatchObject({ tool: name, kind: 'thrown', error: expected });
    expect(JSON.stringify(data)).not.toContain('hunter2');
  });

  it('can log and report values that have no JSON without effect', async () => {
    const heard: unknown[] = [];
    const answer = await agent.call('tells-nonsense', {}, { onprogress: (step) => heard.push(step) });
    expect(answer).toMatchObject({ content: [{ text: 'told' }] });
    expect(heard).toEqual([{ progress: 1 }]);
    const { data } = await awaitEvent(record, 'tool:progress');
    expect(data).toMatchObject({ progress: 1 });
    expect(data).not.toHaveProperty('total');
  });

  it('causes an internal error when its question has no JSON', async () => {
    await expect(agent.call('asks-nonsense')).rejects.toMatchObject({ code: -32_603 });
    expect((await awaitEvent(record, 'tool:error')).data).toMatchObject({ kind: 'thrown' });
  });

  it.each([
    ['prompts/get', { name: 'circle' }, /no JSON/],
    ['prompts/get', { name: 'nothing' }, /neither a text nor messages/],
    ['prompts/get', { name: 'unreadable' }, /without a message/],
    ['resources/read', { uri: 'test://bigint' }, /no JSON/],
    ['resources/read', { uri: 'test://circle' }, /no JSON/],
    ['resources/read', { uri: 'test://proxy' }, /not to be read/],
  ])('causes an internal error in %s of %j', async (method, params, message) => {
    expect(await ask(method, params)).toMatchObject({
      id: 1,
      error: { code: -32_603, message: expect.stringMatching(message) },
    });
  });

  it.each(['nothing', 'numbers', 'fails'])(
    'causes an internal error when its suggestions are invalid: %s',
    async (name) => {
      const params = { ref: { type: 'ref/prompt', name: 'suggests' }, argument: { name, value: '' } };
      expect(await ask('completion/complete', params)).toMatchObject({ id: 1, error: { code: -32_603 } });
    },
  );

  it.each<[string, () => unknown]>([
    ['throws undefined', () => Promise.reject(undefined)],
    ['throws a revoked proxy', () => Promise.reject(revoked())],
    ['returns nothing', () => undefined],
    ['returns a bigint', () => [{ uri: 'test://failing/1', name: 'x', size: 1n }]],
  ])('does not hide other resources when its list %s', async (_, list) => {
    const templates = app.get(ResourceTemplateRegistry);
    const options = { name: 'failing', uriTemplate: 'test://failing/{id}' };
    templates.register({ options, handle: async () => '', list: async () => list() as never }, 'test');
    const uris = ['test://bigint', 'test://circle', 'test://proxy'].map((uri) =>
      expect.objectContaining({ uri }),
    );
    expect(await ask('resources/list', {})).toMatchObject({ id: 1, result: { resources: uris } });
    templates.remove('failing');
  });
});
