import {
  Inject,
  Injectable,
  Scope,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  ValidationPipe,
  type INestApplication,
  type Provider,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, REQUEST } from '@nestjs/core';
import { z } from 'zod';
import { collectEvents, connectLegacyClient, connectModernClient } from '#testing';
import { Prompt, Resource, Tool, type HandlerContext, type ToolContext } from '#tools';
import { awaitEvent } from '../../support/environment/await-event.ts';
import { ERAS } from '../../support/agents/either-era.ts';
import {
  Capitals,
  Marked,
  OfferCoffee,
  OutOfTea,
  Refuse,
  RefuseOnRequest,
  RefuseWithReason,
  RenderAsHttp,
  ShortNames,
  SHORT_NAMES,
} from '../../support/handlers/nest-enhancers.ts';
import { startApplication } from '../../support/server/test-application.ts';

const NAME = z.object({ name: z.string() });
const served: string[] = [];

@Injectable()
class Plain {
  @Tool({ name: 'greet', input: NAME })
  greet({ name }: { name: string }, { sessionId }: ToolContext): string {
    served.push(name);
    return sessionId ? `Hello, ${name}` : 'Nobody called';
  }

  @Tool({ name: 'brew' })
  brew(): never {
    throw new OutOfTea('There is no tea left');
  }
}

@Injectable()
class PerMethod extends Plain {
  @Tool({ name: 'greet', input: NAME })
  @UsePipes(Capitals)
  @UseInterceptors(Marked)
  override greet(input: { name: string }, context: ToolContext): string {
    return super.greet(input, context);
  }

  @Tool({ name: 'brew' })
  @UseFilters(OfferCoffee)
  override brew(): never {
    return super.brew();
  }

  @Tool({ name: 'refused' })
  @UseGuards(Refuse)
  refused(): string {
    served.push('refused');
    return 'Never said';
  }

  @Tool({ name: 'refused-with-reason' })
  @UseGuards(RefuseWithReason)
  refusedWithReason(): string {
    return 'Never said';
  }
}

@Injectable()
@UsePipes(Capitals)
@UseInterceptors(Marked)
@UseFilters(OfferCoffee)
class PerClass extends Plain {}

@Injectable()
@UseGuards(Refuse)
class Refused extends Plain {
  @Resource({ name: 'secret', uri: 'test://secret' })
  secret(): string {
    return 'Never read';
  }

  @Prompt({ name: 'plan', args: NAME, complete: { name: () => ['never', 'suggested'] } })
  plan(): string {
    return 'Never used';
  }
}

@Injectable({ scope: Scope.REQUEST })
class PerRequest {
  static made = 0;
  readonly #number = (PerRequest.made += 1);

  constructor(@Inject(REQUEST) private readonly request: HandlerContext) {}

  @Tool({ name: 'count' })
  @UseInterceptors(Marked)
  count(_input: unknown, context: ToolContext): string {
    return `${this.#number} for ${this.request === context ? 'this request' : 'another'}`;
  }
}

@Injectable()
class OfClass {
  @Tool({ name: 'greet', input: NAME })
  greet(input: ShortNames): string {
    return `${input.constructor.name} ${input.name}`;
  }
}

/** Where an enhancer is applied. */
interface Where {
  where: string;
  providers: Provider[];
  configure?: (app: INestApplication) => void;
}

describe.each(ERAS)('Nest enhancers of handlers, for an agent of the $era era,', ({ connect }) => {
  let app: INestApplication;

  const serve = async (providers: Provider[], configure?: (app: INestApplication) => void) => {
    ({ app } = await startApplication(providers, {}, configure));
    const agent = await connect(app);
    return async (tool: string, args: Record<string, unknown> = {}) => {
      const { content, isError } = await agent.call(tool, args);
      const [block] = content as { text: string }[];
      return `${isError === true ? 'error: ' : ''}${block?.text}`;
    };
  };

  beforeEach(() => served.splice(0));
  afterEach(() => app.close());

  it('answer with the refusal of a guard on the method, and do not run the method', async () => {
    const call = await serve([PerMethod]);
    const record = collectEvents(app);
    expect(await call('refused')).toBe('error: Forbidden: you may not use the tool "refused"');
    expect(await call('refused-with-reason')).toBe('error: Only on weekdays');
    expect(await call('greet', { name: 'ann' })).toBe('Hello, ANN [marked]');
    expect(served).toEqual(['ANN']);
    await awaitEvent(record, 'tool:done');
    expect(record.all('tool:error').map(({ data }) => [data.tool, data.kind])).toEqual([
      ['refused', 'thrown'],
      ['refused-with-reason', 'thrown'],
    ]);
  });

  it.each<Where>([
    { where: 'the class', providers: [Refused] },
    { where: 'the application, as a provider', providers: [Plain, { provide: APP_GUARD, useClass: Refuse }] },
    {
      where: 'the application, of request scope',
      providers: [Plain, { provide: APP_GUARD, useClass: RefuseOnRequest }],
    },
    { where: 'the application', providers: [Plain], configure: (app) => app.useGlobalGuards(new Refuse()) },
  ])('answer with the refusal of a guard on $where', async ({ providers, configure }) => {
    const call = await serve(providers, configure);
    expect(await call('greet', { name: 'ann' })).toBe('error: Forbidden: you may not use the tool "greet"');
    expect(served).toEqual([]);
  });

  it.each<Where>([
    { where: 'the method', providers: [PerMethod] },
    { where: 'the class', providers: [PerClass] },
    {
      where: 'the application, as providers',
      providers: [
        Plain,
        { provide: APP_PIPE, useClass: Capitals },
        { provide: APP_INTERCEPTOR, useClass: Marked },
      ],
    },
    {
      where: 'the application',
      providers: [Plain],
      configure: (app) => app.useGlobalPipes(new Capitals()).useGlobalInterceptors(new Marked()),
    },
  ])(
    'apply pipes on $where to the input, and interceptors on $where to the result',
    async ({ providers, configure }) => {
      const call = await serve(providers, configure);
      expect(await call('greet', { name: 'ann' })).toBe('Hello, ANN [marked]');
      expect(served).toEqual(['ANN']);
    },
  );

  it.each<Where>([
    { where: 'the method', providers: [PerMethod] },
    { where: 'the class', providers: [PerClass] },
    {
      where: 'the application, as a provider',
      providers: [Plain, { provide: APP_FILTER, useClass: OfferCoffee }],
    },
    {
      where: 'the application',
      providers: [Plain],
      configure: (app) => app.useGlobalFilters(new OfferCoffee()),
    },
  ])('let a filter on $where handle the error of a handler', async ({ providers, configure }) => {
    const call = await serve(providers, configure);
    expect(await call('brew')).toBe('Have a coffee instead');
  });

  it('have a validation pipe look at the input, whose class is the declared type of the parameter', async () => {
    const pipe = new ValidationPipe({ transform: true, ...SHORT_NAMES });
    const call = await serve([OfClass], (app) => app.useGlobalPipes(pipe));
    expect(await call('greet', { name: 'ann' })).toBe('ShortNames ann');
    expect(await call('greet', { name: 'annabel' })).toBe('error: name must be short');
  });

  it('answer with the error itself when a filter was written for HTTP', async () => {
    const call = await serve([Plain], (app) => app.useGlobalFilters(new RenderAsHttp()));
    expect(await call('brew')).toBe('error: There is no tea left');
  });

  it('create request-scoped providers for each request, with its context', async () => {
    PerRequest.made = 0;
    const call = await serve([PerRequest]);
    expect(await call('count')).toBe('1 for this request [marked]');
    expect(await call('count')).toBe('2 for this request [marked]');
  });
});

describe('a guard of resources and prompts', () => {
  let app: INestApplication;

  beforeAll(async () => {
    ({ app } = await startApplication([Refused]));
  });

  afterAll(() => app.close());

  it.each([
    ['legacy', connectLegacyClient],
    ['modern', connectModernClient],
  ] as const)(
    'refuses resources, prompts and completions to an agent of the %s era',
    async (_era, connect) => {
      const client = await connect(app);
      const read = client.readResource({ uri: 'test://secret' });
      await expect(read).rejects.toThrow('Forbidden: you may not use the resource "test://secret"');
      await expect(client.getPrompt({ name: 'plan', arguments: { name: 'x' } })).rejects.toMatchObject({
        code: -32_600,
        data: { status: 403 },
      });
      const complete = client.complete({
        ref: { type: 'ref/prompt', name: 'plan' },
        argument: { name: 'name', value: '' },
      });
      await expect(complete).rejects.toThrow('Forbidden: you may not use the prompt "plan"');
    },
  );
});
