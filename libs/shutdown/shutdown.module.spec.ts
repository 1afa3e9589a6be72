import 'reflect-metadata';
import { Global, Module, type OnModuleDestroy, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Shutdown, ShutdownModule } from '#shutdown';

const ended: string[] = [];

/** Creates a module that records when Nest destroys it. */
function moduleThatTells(name: string, imports: Type[] = []): Type {
  class Telling implements OnModuleDestroy {
    onModuleDestroy(): void {
      ended.push(name);
    }
  }
  @Module({ imports, providers: [Telling] })
  class TellingModule {}
  return TellingModule;
}

/** The order in which Nest destroys modules is not documented, so an upgrade may change it. */
describe('ShutdownModule', () => {
  beforeEach(() => (ended.length = 0));

  const near = moduleThatTells('near');
  const far = moduleThatTells('far', [ShutdownModule]);

  it.each([true, false])(
    'is destroyed before every other module of an application (started: %s)',
    async (isStarted) => {
      const everywhere = moduleThatTells('global');
      Global()(everywhere);
      const middle = moduleThatTells('middle', [far]);
      const root = moduleThatTells('root', [near, middle, everywhere]);
      const module = await Test.createTestingModule({ imports: [root] }).compile();
      module.get(Shutdown).during('close the log', async () => {
        await Promise.resolve();
        ended.push('shutdown');
      });
      if (isStarted) await module.init();
      await module.close();
      expect(ended[0]).toBe('shutdown');
      expect(ended.toSorted()).toEqual(['far', 'global', 'middle', 'near', 'root', 'shutdown']);
    },
  );
});
