import { Module, type DynamicModule } from '@nestjs/common';
import { AdminModule, DashboardModule, SignInModule } from '#admin';
import { EdgeModule } from '#edge';
import { EventsModule } from '#events';
import { McpModule } from '#mcp';
import { SessionsModule } from '#sessions';
import { StatsModule } from '#stats';
import { ToolsModule } from '#tools';
import {
  ConfigurableModuleClass,
  CROWSNEST_OPTIONS,
  type CrowsnestOptions,
} from './crowsnest.module-definition.ts';

@Module({ exports: [CROWSNEST_OPTIONS] })
class CrowsnestOptionsModule extends ConfigurableModuleClass {}

/** The part of the options that one module takes. */
const only = <K extends keyof CrowsnestOptions>(part: K) => ({
  inject: [CROWSNEST_OPTIONS],
  useFactory: (options: CrowsnestOptions) => (options[part] ?? {}) as NonNullable<CrowsnestOptions[K]>,
});

/**
 * Everything in one import: the MCP endpoint, sessions, tools, events, counters, and the console with
 * its routes. `@Tool` methods of the whole application are served.
 */
@Module({
  imports: [
    EdgeModule.forRootAsync({
      inject: [CROWSNEST_OPTIONS],
      useFactory: ({ access, signIn }: CrowsnestOptions) => ({ access, dataDirectory: signIn.dataDirectory }),
    }),
    EventsModule.forRootAsync(only('events')),
    SessionsModule.forRootAsync(only('sessions')),
    ToolsModule.forRootAsync(only('tools')),
    StatsModule,
    McpModule.forRootAsync(only('mcp')),
    SignInModule.forRootAsync(only('signIn')),
    AdminModule.forRootAsync(only('admin')),
    DashboardModule.forRootAsync(only('dashboard')),
  ],
})
export class CrowsnestModule {
  static forRoot(options: CrowsnestOptions): DynamicModule {
    return { module: CrowsnestModule, imports: [CrowsnestOptionsModule.forRoot(options)] };
  }

  static forRootAsync(...options: Parameters<typeof CrowsnestOptionsModule.forRootAsync>): DynamicModule {
    return { module: CrowsnestModule, imports: [CrowsnestOptionsModule.forRootAsync(...options)] };
  }
}
