import type { INestApplication, Logger } from '@nestjs/common';
import type { NestFactory } from '@nestjs/core';

/** Where a Nest application stores the loggers of its start. */
export interface StartLoggers {
  logger: Logger;
  routesResolver: { logger: Logger; routerExplorer: { logger: Logger } };
}

/**
 * Nest's factory without its log line "Starting Nest application". It is a copy, because a factory stores the options
 * of its last application.
 */
export function quietFactory(factory: typeof NestFactory): typeof NestFactory {
  return Object.assign(Object.create(factory) as typeof NestFactory, {
    logger: { log: () => undefined },
  });
}

/**
 * Silences the log lines of an application's start: "Mapped …" for each route, and "Nest application successfully
 * started". Warnings and errors are still logged. WHY: the lines of a second start are misleading in the log of the
 * main application, and Nest's option `logger` would silence both applications. `nest.spec.ts` fails when the loggers
 * move.
 */
export function quieten(app: INestApplication): void {
  const { logger, routesResolver } = app as unknown as StartLoggers;
  const silence = (): void => undefined;
  for (const one of [logger, routesResolver.logger, routesResolver.routerExplorer.logger]) one.log = silence;
}
