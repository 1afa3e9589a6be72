import { Inject, Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { APP_FILTER, HttpAdapterHost } from '@nestjs/core';
import type { Express } from 'express';
import type { AccessOptions } from './access-options.ts';
import { AccessPolicy } from './access-policy.ts';
import { AccessMiddleware } from './access.middleware.ts';
import { ACCESS_MODULE_OPTIONS, ConfigurableModuleClass } from './access.module-definition.ts';
import { ErrorBodyFilter } from './error-body.filter.ts';

/**
 * Checks Host and Origin on every route, and gives every error its JSON body. It is global, so that its
 * middleware runs before any other module's.
 */
@Module({
  providers: [AccessPolicy, { provide: APP_FILTER, useClass: ErrorBodyFilter }],
  exports: [AccessPolicy],
})
export class AccessModule extends ConfigurableModuleClass implements NestModule {
  constructor(
    @Inject(ACCESS_MODULE_OPTIONS) private readonly options: AccessOptions,
    private readonly adapterHost: HttpAdapterHost,
  ) {
    super();
  }

  configure(consumer: MiddlewareConsumer): void {
    const express = this.adapterHost.httpAdapter.getInstance<Express>();
    express.set('trust proxy', this.options.trustProxy ?? false);
    express.disable('x-powered-by');
    consumer.apply(AccessMiddleware).forRoutes('{*path}');
  }
}
