import { Injectable, Module } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { Injector } from '@nestjs/core/injector/injector.js';
import { EventEmitter2, EventEmitterModule } from '@nestjs/event-emitter';
import { Test } from '@nestjs/testing';

const made: string[] = [];

@Injectable()
class Slow {
  constructor() {
    made.push('Slow');
  }
}

/** Asks for a provider of a module that it does not import, as `ApplicationEmitterModule` does. */
@Module({
  providers: [
    {
      provide: 'slow',
      inject: [ModulesContainer],
      useFactory: async (modules: ModulesContainer): Promise<unknown> => {
        const module = [...modules.values()].find(({ metatype }) => metatype === SlowModule);
        const provider = module?.providers.get(Slow);
        if (!module || !provider) throw new Error('SlowModule has no provider Slow');
        await new Injector().loadProvider(provider, module);
        return provider.instance;
      },
    },
  ],
})
class AskingModule {}

@Module({ providers: [Slow] })
class SlowModule {}

/** Pins the internals of Nest that this folder uses. A failure here names what an upgrade has changed. */
describe('The internals of Nest that events uses', () => {
  it('load a provider of another module, once, before that module is loaded', async () => {
    made.length = 0;
    const module = await Test.createTestingModule({ imports: [AskingModule, SlowModule] }).compile();
    expect(module.get('slow', { strict: false })).toBe(module.get(Slow, { strict: false }));
    expect(made).toEqual(['Slow']);
  });

  it('keep the emitter of an application as a provider of EventEmitterModule', async () => {
    const module = await Test.createTestingModule({ imports: [EventEmitterModule.forRoot()] }).compile();
    const modules = [...module.get(ModulesContainer).values()];
    const own = modules.find(({ metatype }) => metatype === EventEmitterModule);
    expect(own?.providers.get(EventEmitter2)?.instance).toBe(module.get(EventEmitter2));
  });
});
