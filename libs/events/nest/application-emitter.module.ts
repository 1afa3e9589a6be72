import { Global, Module, type Provider, type Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
// WHY: Nest exports no way to wait for a provider of another module. @nestjs/event-emitter imports this file as well, and
// nest.spec.ts fails when it loads no provider any more.
import { Injector } from '@nestjs/core/injector/injector.js';
import { EventEmitter2, EventEmitterModule, EventEmitterReadinessWatcher } from '@nestjs/event-emitter';

/** Stands in for the application's `EventEmitterModule` where the application has imported none. */
@Module({})
class FallbackEmitterModule {}

const fallback = {
  ...EventEmitterModule.forRoot({ global: false, maxListeners: 0 }),
  module: FallbackEmitterModule,
};

/**
 * Provides what the application's own `EventEmitterModule` provides, or what the fallback provides. So there is one
 * emitter in an application, whatever its options, wherever it was imported and whoever injects it.
 */
function ofApplication<T extends object>(token: Type<T>): Provider {
  return {
    provide: token,
    inject: [ModulesContainer],
    useFactory: async (modules: ModulesContainer): Promise<T> => {
      const all = [...modules.values()];
      const module =
        all.find(({ metatype }) => metatype === EventEmitterModule) ??
        all.find(({ metatype }) => metatype === FallbackEmitterModule);
      const provider = module?.providers.get(token);
      if (!module || !provider) throw new Error(`EventEmitterModule does not provide ${token.name}`);
      await new Injector().loadProvider(provider, module);
      return provider.instance as T;
    },
  };
}

/** The emitter on which the application listens. Global: applications inject `EventEmitter2` without an import. */
@Global()
@Module({
  imports: [fallback],
  providers: [ofApplication(EventEmitter2), ofApplication(EventEmitterReadinessWatcher)],
  exports: [EventEmitter2, EventEmitterReadinessWatcher],
})
export class ApplicationEmitterModule {}
