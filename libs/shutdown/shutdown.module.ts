import { Global, Module } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { Readiness } from './readiness.ts';
import { Shutdown } from './shutdown.ts';

/** Before the root module, whose distance is 0. */
const NEAREST = -1;

/**
 * Provides `Shutdown`. Every module that has work at shutdown imports it, so that the work is done in any application.
 *
 * `onModuleDestroy` is Nest's earliest hook at shutdown. Nest calls it module by module: the root first, global modules
 * last. This module sets its distance so that it comes before all others, and running calls can still use the providers
 * of the application. A spec asserts this order.
 */
@Global()
@Module({ providers: [Shutdown, Readiness], exports: [Shutdown, Readiness] })
export class ShutdownModule {
  constructor(modules: ModulesContainer) {
    for (const module of modules.values()) if (module.metatype === ShutdownModule) module.distance = NEAREST;
  }
}
