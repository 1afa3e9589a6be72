import type { INestApplication, Logger } from '@nestjs/common';
import type { NestFactory } from '@nestjs/core';

/** Where a Nest application keeps the loggers of its start. */
export interface StartLoggers {
  logger: Logger;
  routesResolver: { logger: Logger; routerExplorer: { logger: Logger } };
}

/**
 * Nest's factory without its line "Starting Nest application". It keeps the options of the application that it made
 * last, so it is not the one that the application itself was made with.
 */
export function quietFactory(factory: typeof NestFactory): typeof NestFactory {
  return Object.assign(Object.create(factory) as typeof NestFactory, {
    logger: { log: () => undefined },
  });
}

/**
 * Leaves out the lines of an application's start: "Mapped …" for each route, and "Nest application successfully
 * started". Its warnings and errors are logged. WHY: in the log of the application that it works for, a second start
 * misleads, and Nest's option `logger` would silence both. `nest.spec.ts` fails when the loggers are elsewhere.
 */
export function quieten(app: INestApplication): void {
  const { logger, routesResolver } = app as unknown as StartLoggers;
  for (const one of [logger, routesResolver.logger, routesResolver.routerExplorer.logger])
    one.log = () => undefined;
}
