import { Module, type INestApplication, type InjectionToken, type Type } from '@nestjs/common';
import { NestFactory, RouterModule, type ModuleRef } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express } from 'express';
import { ErrorBodyFilter } from '../errors/error-body.filter.ts';
import { borrowedService } from './borrowed-service.ts';
import { quietFactory, quieten } from './quiet-application.ts';

/** Controllers, and the services that they take from the application. */
export interface RouteSet {
  controllers: readonly Type[];
  /** Tokens of all services that the controllers and their guards inject. */
  services: readonly InjectionToken[];
  /** Looks up the services. */
  moduleRef: ModuleRef;
}

/** Routes that a global prefix excludes, as `setGlobalPrefix` accepts them. */
export type ExcludedRoutes = NonNullable<
  NonNullable<Parameters<INestApplication['setGlobalPrefix']>[1]>['exclude']
>;

/** Where routes are served: at `path`, below `prefix` unless `exclude` names them. */
export interface RoutePlace {
  path: string;
  prefix: string;
  exclude: ExcludedRoutes;
}

@Module({})
class CrowsnestRoutesModule {}

/**
 * Registers the controllers' routes in an Express application through a separate Nest application. So guards, pipes,
 * interceptors, filters, versioning and body parsers of the main application do not affect these routes, and the
 * other way round. Resolves with that application.
 */
export async function registerRoutes(
  express: Express,
  routeSets: readonly RouteSet[],
  { path, prefix, exclude }: RoutePlace,
): Promise<INestApplication> {
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
  return routes.init();
}
