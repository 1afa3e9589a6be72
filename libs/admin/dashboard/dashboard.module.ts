import { Module } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Edge } from '#edge';
import { ConsoleBuild, consoleDirectory } from './console-build.ts';
import { DashboardController } from './dashboard.controller.ts';
import {
  ConfigurableModuleClass,
  DASHBOARD_MODULE_OPTIONS,
  type DashboardOptions,
} from './dashboard.module-definition.ts';

/** Serves the built console at `/dashboard`. */
@Module({
  providers: [
    {
      provide: ConsoleBuild,
      inject: [DASHBOARD_MODULE_OPTIONS],
      useFactory: ({ directory = consoleDirectory() }: DashboardOptions) => new ConsoleBuild(directory),
    },
  ],
})
export class DashboardModule extends ConfigurableModuleClass {
  constructor(edge: Edge, moduleRef: ModuleRef) {
    super();
    edge.mountRoutes({ moduleRef, controllers: [DashboardController], services: [ConsoleBuild, Edge] });
  }
}
