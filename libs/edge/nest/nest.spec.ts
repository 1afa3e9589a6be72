import { Controller, Get, Logger, Module } from '@nestjs/common';
import { ApplicationConfig, NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { jest } from '@jest/globals';
import { quieten, quietFactory, type StartLoggers } from './quiet-application.ts';

@Controller('here')
class HereController {
  @Get()
  here(): string {
    return 'here';
  }
}

@Module({ controllers: [HereController] })
class HereModule {}

/** Pins the internals of Nest that this folder uses: a failure here names what an upgrade has changed. */
describe('The internals of Nest that edge uses', () => {
  const started: string[] = [];
  const logger = {
    log: (message: string) => started.push(message),
    error: () => undefined,
    warn: () => undefined,
  };

  beforeEach(() => {
    started.length = 0;
    Logger.overrideLogger(logger);
  });

  afterEach(() => {
    Logger.overrideLogger(['log', 'error', 'warn']);
    jest.restoreAllMocks();
  });

  it('log the start of an application through loggers that can be silenced', async () => {
    const create = (factory: typeof NestFactory) =>
      factory.create(HereModule, new ExpressAdapter(), { bodyParser: false });
    await (await create(NestFactory)).init();
    const all = ['Starting', 'Mapped {/here, GET} route', 'successfully started'];
    for (const line of all) expect(started).toContainEqual(expect.stringContaining(line));

    started.length = 0;
    const app = await create(quietFactory(NestFactory));
    quieten(app);
    await app.init();
    expect(started).toEqual(['HereModule dependencies initialized']);
  });

  it('keep the loggers of the start in the application and its routes resolver', async () => {
    const app = await NestFactory.create(HereModule, new ExpressAdapter());
    const { logger: own, routesResolver } = app as unknown as StartLoggers;
    for (const one of [own, routesResolver.logger, routesResolver.routerExplorer.logger])
      expect(one).toBeInstanceOf(Logger);
  });

  it('keep the routes that a global prefix excludes in the options of the prefix', () => {
    expect(new ApplicationConfig().getGlobalPrefixOptions().exclude ?? []).toEqual([]);
  });
});
