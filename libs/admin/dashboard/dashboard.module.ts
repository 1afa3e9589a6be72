import { Module } from '@nestjs/common';
import { ConsoleBuild, consoleDirectory } from './console-build.ts';
import { DashboardController } from './dashboard.controller.ts';
import {
  ConfigurableModuleClass,
  DASHBOARD_MODULE_OPTIONS,
  type DashboardOptions,
} from './dashboard.module-definition.ts';

/** Serves the built console at `/dashboard`. */
@Module({
  controllers: [DashboardController],
  providers: [
    {
      provide: ConsoleBuild,
      inject: [DASHBOARD_MODULE_OPTIONS],
      useFactory: ({ directory = consoleDirectory() }: DashboardOptions) => new ConsoleBuild(directory),
    },
  ],
})
export class DashboardModule extends ConfigurableModuleClass {}
