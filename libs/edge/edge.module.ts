import { Inject, Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { APP_FILTER, HttpAdapterHost } from '@nestjs/core';
import type { Express } from 'express';
import { AccessMiddleware } from './access/access.middleware.ts';
import { AccessPolicy } from './access/access-policy.ts';
import { ConfigurableModuleClass, EDGE_MODULE_OPTIONS, type EdgeOptions } from './edge.module-definition.ts';
import { ErrorBodyFilter } from './errors/error-body.filter.ts';
import { keptSecret } from './secrets/kept-secret.ts';
import { SERVER_KEY } from './secrets/server-key.ts';

/**
 * Checks Host and Origin on every route, and gives every error its JSON body. It is global, so that its
 * middleware runs before any other module's.
 */
@Module({
  providers: [
    {
      provide: AccessPolicy,
      inject: [EDGE_MODULE_OPTIONS],
      useFactory: ({ access = {} }: EdgeOptions) => new AccessPolicy(access),
    },
    {
      provide: SERVER_KEY,
      inject: [EDGE_MODULE_OPTIONS],
      useFactory: ({ dataDirectory = null }: EdgeOptions) => keptSecret(dataDirectory, 'cookie-key'),
    },
    { provide: APP_FILTER, useClass: ErrorBodyFilter },
  ],
  exports: [AccessPolicy, SERVER_KEY, EDGE_MODULE_OPTIONS],
})
export class EdgeModule extends ConfigurableModuleClass implements NestModule {
  constructor(
    @Inject(EDGE_MODULE_OPTIONS) private readonly options: EdgeOptions,
    private readonly adapterHost: HttpAdapterHost,
  ) {
    super();
  }

  configure(consumer: MiddlewareConsumer): void {
    const express = this.adapterHost.httpAdapter.getInstance<Express>();
    express.set('trust proxy', this.options.access?.trustProxy ?? false);
    express.disable('x-powered-by');
    consumer.apply(AccessMiddleware).forRoutes('{*path}');
  }
}
