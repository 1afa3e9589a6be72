import { Module, type InjectionToken, type Type } from '@nestjs/common';
import { NestFactory, type ModuleRef } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express } from 'express';
import { ErrorBodyFilter } from '../errors/error-body.filter.ts';
import { borrowedService } from './borrowed-service.ts';

/** Controllers and the services of the application that they are given. */
export interface RouteSet {
  controllers: readonly Type[];
  /** Tokens of all that the controllers and their guards inject. */
  services: readonly InjectionToken[];
  /** Finds the services. */
  moduleRef: ModuleRef;
}

@Module({})
class RouteModule {}

/**
 * Registers the controllers' routes below `base` in an Express application, by a Nest application of their own: the
 * guards, pipes, interceptors, filters, versioning and body parsers of another one do not act on them, and theirs on
 * nobody else's routes.
 */
export async function registerRoutes(
  express: Express,
  routeSets: readonly RouteSet[],
  base: string,
): Promise<void> {
  const providers = new Map(
    routeSets.flatMap(({ services, moduleRef }) =>
      services.map((token) => [token, borrowedService(moduleRef.get<object>(token, { strict: false }))]),
    ),
  );
  const module = {
    module: RouteModule,
    controllers: routeSets.flatMap(({ controllers }) => [...controllers]),
    providers: Array.from(providers, ([provide, useValue]) => ({ provide, useValue })),
  };
  const routes = await quietFactory().create(module, new ExpressAdapter(express), {
    abortOnError: false,
    bodyParser: false,
  });
  routes.setGlobalPrefix(base);
  routes.useGlobalFilters(new ErrorBodyFilter());
  await routes.init();
}

/**
 * Nest's factory without its line "Starting Nest application". It keeps the options of the application that it made
 * last, so it is not the one that the application itself was made with.
 */
function quietFactory(): typeof NestFactory {
  return Object.assign(Object.create(NestFactory) as typeof NestFactory, {
    logger: { log: () => undefined },
  });
}
