import { Global, Module } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { Readiness } from './readiness.ts';
import { Shutdown } from './shutdown.ts';

/** Nearer than the root module, whose distance is 0. */
const NEAREST = -1;

/**
 * The conductor of the shutdown. Each module with something to end imports it, so that it ends in any application.
 *
 * Nest calls `onModuleDestroy` module by module, the nearest to the root first and global ones last; no other hook comes
 * earlier. This module takes a place before all of them: the providers of the application are then still alive while
 * calls that use them come to their end. A spec pins that order.
 */
@Global()
@Module({ providers: [Shutdown, Readiness], exports: [Shutdown, Readiness] })
export class ShutdownModule {
  constructor(modules: ModulesContainer) {
    for (const module of modules.values()) if (module.metatype === ShutdownModule) module.distance = NEAREST;
  }
}
