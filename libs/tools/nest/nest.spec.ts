import 'reflect-metadata';
import {
  Catch,
  ForbiddenException,
  Injectable,
  Module,
  UseGuards,
  type CanActivate,
  type ExceptionFilter,
} from '@nestjs/common';
import { ENTRY_PROVIDER_WATERMARK } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { selectExceptionFilterMetadata } from '@nestjs/common/utils/select-exception-filter-metadata.util.js';
import {
  ApplicationConfig,
  ExternalContextCreator,
  ModulesContainer,
  type NestContainer,
} from '@nestjs/core';
import { DiscoverableMetaHostCollection } from '@nestjs/core/discovery/discoverable-meta-host-collection.js';
import { GuardsConsumer } from '@nestjs/core/guards/guards-consumer.js';
import { ExternalExceptionsHandler } from '@nestjs/core/exceptions/external-exceptions-handler.js';
import { Test } from '@nestjs/testing';
import { INPUT_KIND } from './handler-arguments.ts';
import { HasHandlers } from './handler-decorator.ts';
import { Tool } from './tool.decorator.ts';
import { explainRefusal } from './refusal.ts';

@Injectable()
class Never implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

@Injectable()
class Guarded {
  @UseGuards(Never)
  guarded(this: void): string {
    return 'never';
  }

  @Tool({ name: 'marked' })
  marked(this: void): string {
    return 'marked';
  }
}

@Catch(TypeError)
class OnlyTypeErrors implements ExceptionFilter {
  catch(): string {
    return 'caught';
  }
}

@Module({ providers: [Guarded, Never] })
class GuardedModule {}

/** Pins the internals of Nest that this folder uses: a failure here names what an upgrade has changed. */
describe('The internals of Nest', () => {
  const compile = () => Test.createTestingModule({ imports: [GuardedModule] }).compile();

  it('ask the context creator for the values of parameters, for the proxy of filters and for who asks the guards', async () => {
    const creator = (await compile()).get(ExternalContextCreator);
    const { externalErrorProxy } = creator as unknown as { externalErrorProxy?: { createProxy?: unknown } };
    expect(externalErrorProxy?.createProxy).toBeInstanceOf(Function);
    expect(Reflect.get(creator, 'getParamValue')).toBeInstanceOf(Function);
    expect(Reflect.get(creator, 'guardsConsumer')).toBeInstanceOf(GuardsConsumer);
    const calls: string[] = [];
    const derived = Object.create(creator, {
      getParamValue: { value: (value: unknown) => (calls.push('value'), value) },
      externalErrorProxy: { value: { createProxy: (target: unknown) => (calls.push('proxy'), target) } },
      guardsConsumer: { value: { tryActivate: async () => calls.push('guards') > 0 } },
    }) as ExternalContextCreator;
    const instance = new Guarded();
    const factory = { exchangeKeyForValue: (_type: number, _data: unknown, args: unknown[]) => args[0] };
    Reflect.defineMetadata('test:args', { '0:0': { index: 0, pipes: [] } }, Guarded, 'guarded');
    const call = derived.create(instance, instance.guarded, 'guarded', 'test:args', factory);
    await call('input');
    expect(calls).toEqual(['proxy', 'guards', 'value']);
  });

  it('ask the context creator how pipes apply, and call the method with its arguments when they do not', async () => {
    const creator = (await compile()).get(ExternalContextCreator);
    const asked: number[] = [];
    const derived = Object.create(creator, {
      createPipesFn: { value: (pipes: unknown[]) => (asked.push(pipes.length), null) },
      guardsConsumer: { value: { tryActivate: async () => true } },
    }) as ExternalContextCreator;
    const factory = { exchangeKeyForValue: () => 'not asked for' };
    Reflect.defineMetadata('test:both', { '0:0': { index: 0, pipes: [] } }, Guarded, 'guarded');
    const given = (...args: unknown[]): unknown => args;
    const call = derived.create(new Guarded(), given, 'guarded', 'test:both', factory);
    expect(await call('input', 'context')).toEqual(['input', 'context']);
    expect(asked).toEqual([0]);
  });

  it('find the guards of a method on a function that has it as its prototype, and refuse in known words', async () => {
    const module = await compile();
    const instance = module.get(Guarded);
    const callback = (): string => 'never';
    Object.setPrototypeOf(callback, instance.guarded);
    const options = { guards: true, interceptors: false, filters: false };
    const call = module
      .get(ExternalContextCreator)
      .create(
        instance,
        callback,
        'guarded',
        undefined,
        undefined,
        undefined,
        undefined,
        options,
        'mcp',
      ) as () => Promise<unknown>;
    const refusal: unknown = await call().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ForbiddenException);
    expect(explainRefusal(refusal, 'tool "x"')).toMatchObject({
      message: 'Forbidden: you may not use the tool "x"',
    });
  });

  it('keep the filters of a handler in a list, each with the exceptions that it catches', () => {
    const handler = new ExternalExceptionsHandler();
    const filter = { func: () => 'caught', exceptionMetatypes: [TypeError] };
    handler.setCustomFilters([filter] as never);
    expect((handler as unknown as { filters: unknown[] }).filters).toEqual([filter]);
    expect(selectExceptionFilterMetadata([filter] as never, new TypeError('x'))).toBe(filter);
    expect(selectExceptionFilterMetadata([filter] as never, new RangeError('x'))).toBeUndefined();
    expect(new OnlyTypeErrors().catch()).toBe('caught');
  });

  it('make a context creator from nothing but a configuration and modules', async () => {
    const modules = (await compile()).get(ModulesContainer);
    const container = { applicationConfig: new ApplicationConfig(), getModules: () => modules };
    const creator = ExternalContextCreator.fromContainer(container as unknown as NestContainer);
    const instance = new Guarded();
    const call = creator.create(instance, instance.marked, 'marked') as () => Promise<unknown>;
    expect(await call()).toBe('marked');
  });

  it('number the kinds of parameters, bodies among them', () => {
    expect(INPUT_KIND).toBe(RouteParamtypes.BODY);
  });

  it('mark a class with decorated methods as an entry of the application', () => {
    expect(Reflect.getMetadata(ENTRY_PROVIDER_WATERMARK, Guarded)).toBe(true);
  });

  it('list the classes that have a mark', () => {
    const marks = DiscoverableMetaHostCollection.metaHostLinks.get(Guarded) ?? [];
    expect([...marks]).toContain(HasHandlers.KEY);
  });

  it('find the enhancers of a class in the module with the key that they are told', async () => {
    const module = await compile();
    const host = [...module.get(ModulesContainer).values()].find(
      ({ metatype }) => metatype === GuardedModule,
    );
    expect(host?.injectables.has(Never)).toBe(true);
    const instance = new Guarded();
    const callWithin = (token: string | undefined) => {
      const key = { value: () => token };
      const contexts = Object.create(module.get(ExternalContextCreator), {
        getHostModuleKey: key,
        getContextModuleKey: key,
      }) as ExternalContextCreator;
      return contexts.create(instance, instance.guarded, 'guarded')() as Promise<unknown>;
    };
    await expect(callWithin(host?.token)).rejects.toThrow(ForbiddenException);
    expect(await callWithin('another module')).toBe('never');
  });
});
