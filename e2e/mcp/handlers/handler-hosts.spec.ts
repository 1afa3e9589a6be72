import {
  Controller,
  Get,
  Inject,
  Injectable,
  Scope,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  type INestApplication,
  type LoggerService,
  type ModuleMetadata,
} from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { createCrowsnestTestingApp } from '#testing';
import { Tool, type HandlerContext, type ToolContext } from '#tools';
import { z } from 'zod';
import { ERAS } from '../../support/agents/either-era.ts';
import { Capitals, Marked, OfferCoffee, OutOfTea, Refuse } from '../../support/handlers/nest-enhancers.ts';

@Injectable()
class Orders {
  open(): string {
    return '3 open';
  }
}

@Controller('orders')
@UseInterceptors(Marked)
class OrdersController {
  constructor(private readonly orders: Orders) {}

  @Get()
  @Tool({ name: 'count-orders' })
  count(): string {
    return this.orders.open();
  }

  @Tool({ name: 'greet', input: z.object({ name: z.string() }) })
  @UsePipes(Capitals)
  greet({ name }: { name: string }): string {
    return name;
  }

  @Tool({ name: 'brew' })
  @UseFilters(OfferCoffee)
  brew(): never {
    throw new OutOfTea('There is no tea left');
  }

  @Tool({ name: 'refused' })
  @UseGuards(Refuse)
  refused(): string {
    return 'Never said';
  }
}

@Controller({ path: 'numbers', scope: Scope.REQUEST })
class NumbersController {
  constructor(@Inject(REQUEST) private readonly request: HandlerContext) {}

  @Tool({ name: 'ask' })
  @UseInterceptors(Marked)
  ask(_input: unknown, context: ToolContext): string {
    return this.request === context ? 'of this request' : 'of another';
  }
}

class Plain {
  @Tool({ name: 'plain' })
  plain(): string {
    return 'served';
  }
}

@Injectable()
class Guarded {
  @Tool({ name: 'guarded' })
  @UseGuards(Refuse)
  guarded(): string {
    return 'Never said';
  }
}

@Injectable()
class GuardedByInstance {
  @Tool({ name: 'guarded' })
  @UseGuards(new Refuse())
  guarded(): string {
    return 'Never said';
  }
}

/** Starts an application that must not start; its server is closed if it does. */
async function faultAtStart(metadata: ModuleMetadata): Promise<string> {
  try {
    await (await createCrowsnestTestingApp(metadata)).close();
    return 'It started.';
  } catch (error) {
    return (error as Error).message;
  }
}

describe.each(ERAS)('The class of a tool, for an agent of the $era era,', ({ connect }) => {
  let app: INestApplication;

  const serve = async (metadata: ModuleMetadata) => {
    app = await createCrowsnestTestingApp(metadata);
    const agent = await connect(app);
    return async (tool: string, args: Record<string, unknown> = {}) => {
      const { content, isError } = await agent.call(tool, args);
      const [block] = content as { text: string }[];
      return `${isError === true ? 'error: ' : ''}${block?.text}`;
    };
  };

  afterEach(() => app.close());

  it('may be a controller: its routes go on, and its enhancers apply to tools', async () => {
    const call = await serve({ controllers: [OrdersController], providers: [Orders] });
    expect(await call('count-orders')).toBe('3 open [marked]');
    expect(await call('greet', { name: 'ann' })).toBe('ANN [marked]');
    expect(await call('brew')).toBe('Have a coffee instead');
    expect(await call('refused')).toBe('error: Forbidden: you may not use the tool "refused"');
    const answer = await fetch(`${await app.getUrl()}/orders`);
    expect(await answer.text()).toBe('3 open');
  });

  it('may be a controller of request scope', async () => {
    const call = await serve({ controllers: [NumbersController] });
    expect(await call('ask')).toBe('of this request [marked]');
    expect(await call('ask')).toBe('of this request [marked]');
  });

  it('is served once when it is a provider and a controller', async () => {
    const call = await serve({ controllers: [OrdersController], providers: [Orders, OrdersController] });
    expect(await call('count-orders')).toBe('3 open [marked]');
  });

  it.each<{ way: string; providers: ModuleMetadata['providers'] }>([
    { way: 'a factory', providers: [{ provide: Plain, useFactory: async () => new Plain() }] },
    { way: 'a value', providers: [{ provide: 'TOOLS', useValue: new Plain() }] },
    { way: 'another token', providers: [{ provide: 'TOOLS', useClass: Plain }] },
  ])('may come from $way', async ({ providers = [] }) => {
    const call = await serve({ providers });
    expect(await call('plain')).toBe('served');
  });

  it('may come from a factory with a guard that is an instance', async () => {
    const call = await serve({
      providers: [{ provide: GuardedByInstance, useFactory: () => new GuardedByInstance() }],
    });
    expect(await call('guarded')).toBe('error: Forbidden: you may not use the tool "guarded"');
  });

  it('keeps its guards under another token', async () => {
    const call = await serve({ providers: [{ provide: 'TOOLS', useClass: Guarded }] });
    expect(await call('guarded')).toBe('error: Forbidden: you may not use the tool "guarded"');
  });
});

describe('A class with tools that cannot be served', () => {
  it('keeps the application from starting when Nest would pass over its guard', async () => {
    const fault = await faultAtStart({
      providers: [{ provide: Guarded, useFactory: () => new Guarded() }],
    });
    expect(fault).toBe(
      'Guarded.guarded: Nest does not make its guard Refuse, because Guarded comes from a factory, a value or ' +
        'another token; list Guarded itself among the providers, or apply an instance',
    );
  });

  it('is named at the start when no module lists it, and its base class is not', async () => {
    class Base {
      @Tool({ name: 'inherited' })
      inherited(): string {
        return 'served';
      }
    }
    class Heir extends Base {}
    class Forgotten {
      @Tool({ name: 'forgotten' })
      forgotten(): string {
        return 'Never said';
      }
    }
    const warnings: string[] = [];
    const logger: LoggerService = {
      log: () => undefined,
      error: () => undefined,
      warn: (message: string) => warnings.push(message),
    };
    const app = await createCrowsnestTestingApp({ providers: [Heir], logger });
    await app.close();
    const about = (name: string): string[] => warnings.filter((warning) => warning.includes(name));
    expect(about(Forgotten.name)).toEqual([
      'Agents do not find what Forgotten has for them, because no module of this application lists it: add it to ' +
        '`providers`, or to `controllers`',
    ]);
    expect(about(Base.name)).toEqual([]);
    expect(about(Heir.name)).toEqual([]);
  });

  it('is not named at the start of an application when another one of the process lists it', async () => {
    class Elsewhere {
      @Tool({ name: 'elsewhere' })
      elsewhere(): string {
        return 'served';
      }
    }
    const warnings: string[] = [];
    const logger: LoggerService = {
      log: () => undefined,
      error: () => undefined,
      warn: (message: string) => warnings.push(message),
    };
    for (const providers of [[Elsewhere], []]) {
      const app = await createCrowsnestTestingApp({ providers, logger });
      await app.close();
    }
    expect(warnings.filter((warning) => warning.includes(Elsewhere.name))).toEqual([]);
  });

  it('is refused when it is written, if the method is static', () => {
    const write = () => {
      class Fixed {
        @Tool({ name: 'fixed' })
        static fixed(): string {
          return 'Never said';
        }
      }
      return Fixed;
    };
    expect(write).toThrow(new TypeError('Fixed.fixed: @Tool serves no static method'));
  });
});
