import { Module, type INestApplication, type InjectionToken, type Type } from '@nestjs/common';
import { NestFactory, RouterModule, type ModuleRef } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express } from 'express';
import { ErrorBodyFilter } from '../errors/error-body.filter.ts';
import { borrowedService } from './borrowed-service.ts';
import { quietFactory, quieten } from './quiet-application.ts';

/** Controllers and the services of the application that they are given. */
export interface RouteSet {
  controllers: readonly Type[];
  /** Tokens of all that the controllers and their guards inject. */
  services: readonly InjectionToken[];
  /** Finds the services. */
  moduleRef: ModuleRef;
}

/** Routes that a global prefix leaves out, as `setGlobalPrefix` takes them. */
export type ExcludedRoutes = NonNullable<
  NonNullable<Parameters<INestApplication['setGlobalPrefix']>[1]>['exclude']
>;

/** Where routes are served: below a path, which lies below a prefix except for the routes that it excludes. */
export interface RoutePlace {
  path: string;
  prefix: string;
  exclude: ExcludedRoutes;
}

@Module({})
class CrowsnestRoutesModule {}

/**
 * Registers the controllers' routes in an Express application, by a Nest application of their own: the guards, pipes,
 * interceptors, filters, versioning and body parsers of another one do not act on them, and theirs on nobody else's
 * routes.
 */
export async function registerRoutes(
  express: Express,
  routeSets: readonly RouteSet[],
  { path, prefix, exclude }: RoutePlace,
): Promise<void> {
  const providers = new Map(
    routeSets.flatMap(({ services, moduleRef }) =>
      services.map((token) => [token, borrowedService(moduleRef.get<object>(token, { strict: false }))]),
    ),
  );
  const module = {
    module: CrowsnestRoutesModule,
    imports: path === '' ? [] : [RouterModule.register([{ path, module: CrowsnestRoutesModule }])],
    controllers: routeSets.flatMap(({ controllers }) => [...controllers]),
    providers: Array.from(providers, ([provide, useValue]) => ({ provide, useValue })),
  };
  const routes = await quietFactory(NestFactory).create(module, new ExpressAdapter(express), {
    abortOnError: false,
    bodyParser: false,
  });
  quieten(routes);
  routes.setGlobalPrefix(prefix, { exclude });
  routes.useGlobalFilters(new ErrorBodyFilter());
  await routes.init();
}
