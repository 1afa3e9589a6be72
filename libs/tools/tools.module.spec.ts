import {
  Global,
  Injectable,
  Module,
  UseGuards,
  UseInterceptors,
  type CallHandler,
  type CanActivate,
  type ExecutionContext,
  type NestInterceptor,
  type Type,
} from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { map } from 'rxjs';
import { EventPublisher } from '#events';
import { Tool, ToolRegistry, ToolsModule, type ToolContext } from '#tools';

// Only the members of a context that these tools use.
const context = { sessionId: 'session-1' } as ToolContext;

@Global()
@Module({
  providers: [{ provide: EventPublisher, useValue: { publish: () => undefined } }],
  exports: [EventPublisher],
})
class SilentEventsModule {}

@Injectable()
class OnlyNamedAgents implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    const [input] = execution.getArgs<[{ name: string }]>();
    return execution.getType<string>() === 'mcp' && input.name !== '';
  }
}

@Injectable()
class Louder implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler<string>) {
    return next.handle().pipe(map((text) => text.toUpperCase()));
  }
}

@Injectable()
class Greeter {
  readonly #greeting = 'hello';

  @Tool({ name: 'greet' })
  @UseGuards(OnlyNamedAgents)
  @UseInterceptors(Louder)
  greet({ name }: { name: string }, { sessionId }: ToolContext): string {
    return `${this.#greeting} ${name} of ${sessionId}`;
  }

  notServed(): string {
    return 'secret';
  }
}

describe('discovery of tools', () => {
  let app: TestingModule | undefined;

  const serve = async (...providers: Type[]): Promise<ToolRegistry> => {
    const built = Test.createTestingModule({
      imports: [SilentEventsModule, ToolsModule.forRoot({})],
      providers,
    });
    app = await built.compile();
    await app.init();
    return app.get(ToolRegistry);
  };

  afterEach(async () => {
    await app?.close();
    app = undefined;
  });

  it('finds decorated methods, and no others', async () => {
    const registry = await serve(Greeter);
    expect(registry.list().map(({ options }) => options.name)).toEqual(['greet']);
  });

  it('calls the method on its provider, with the input and the context', async () => {
    const registry = await serve(Greeter);
    expect(await registry.get('greet')?.handle({ name: 'ann' }, context)).toBe('HELLO ANN OF SESSION-1');
  });

  it('applies the guards of the class, in the context type "mcp"', async () => {
    const registry = await serve(Greeter);
    const call = registry.get('greet')?.handle({ name: '' }, context);
    await expect(call).rejects.toThrow(/./);
  });

  it('rejects with the error that a method throws', async () => {
    class Faulty {
      @Tool({ name: 'fail' })
      fail(): never {
        throw new RangeError('Too far');
      }
    }
    const registry = await serve(Faulty);
    await expect(registry.get('fail')?.handle({}, context)).rejects.toThrow(new RangeError('Too far'));
  });

  it('finds tools that a class inherits', async () => {
    class Heir extends Greeter {}
    const registry = await serve(Heir);
    expect(registry.list()).toHaveLength(1);
  });

  it('refuses to start with two tools of the same name, and says where they are', async () => {
    class Other {
      @Tool({ name: 'greet' })
      salute(): string {
        return 'hi';
      }
    }
    await expect(serve(Greeter, Other)).rejects.toThrow(/Other\.salute.*"greet"/);
  });

  it.each(['', 'two words', 'naïve', 'x'.repeat(129)])(
    'refuses to start with a tool named "%s"',
    async (name) => {
      class Named {
        @Tool({ name })
        work(): string {
          return '';
        }
      }
      await expect(serve(Named)).rejects.toThrow(/Named\.work.*not a tool name/);
    },
  );
});
