import { Global, Module, type Provider, type Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
// WHY: Nest exports no way to wait for a provider of another module. @nestjs/event-emitter imports this file as well,
// and nest.spec.ts fails when it no longer loads a provider.
import { Injector } from '@nestjs/core/injector/injector.js';
import { EventEmitter2, EventEmitterModule, EventEmitterReadinessWatcher } from '@nestjs/event-emitter';

/** The fallback for an application that does not import `EventEmitterModule`. */
@Module({})
class FallbackEmitterModule {}

const fallback = {
  ...EventEmitterModule.forRoot({ global: false, maxListeners: 0 }),
  module: FallbackEmitterModule,
};

/**
 * Provides the same instance as the application's own `EventEmitterModule`, or as the fallback. So an application has
 * one emitter, whatever its options, wherever the module is imported and whoever injects it.
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

/**
 * Provides the emitter on which the application listens. Global: applications inject `EventEmitter2` without an import.
 */
@Global()
@Module({
  imports: [fallback],
  providers: [ofApplication(EventEmitter2), ofApplication(EventEmitterReadinessWatcher)],
  exports: [EventEmitter2, EventEmitterReadinessWatcher],
})
export class ApplicationEmitterModule {}
