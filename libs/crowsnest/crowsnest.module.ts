import { Module, type DynamicModule } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { AdminModule, DashboardModule, SignInModule } from '#admin';
import { AlertsModule } from '#alerts';
import { EdgeModule, type EdgeOptions } from '#edge';
import { EventsModule } from '#events';
import { IngestModule } from '#ingest';
import { GatewayModule } from '#gateway';
import { McpModule } from '#mcp';
import { QuotasModule } from '#quotas';
import { SessionsModule } from '#sessions';
import { StatsModule } from '#stats';
import { TelemetryModule } from '#telemetry';
import { ToolsModule } from '#tools';
import { Announcement } from './announcement.ts';
import { completeOptions } from './complete-options.ts';
import type { CompleteOptions, CrowsnestOptions } from './crowsnest-options.ts';
import { ConfigurableModuleClass, CROWSNEST_OPTIONS } from './crowsnest.module-definition.ts';

@Module({ exports: [CROWSNEST_OPTIONS] })
class CrowsnestOptionsModule extends ConfigurableModuleClass {}

/** The part of the options that one module takes. */
const only = <K extends keyof CompleteOptions>(part: K) => ({
  inject: [CROWSNEST_OPTIONS],
  useFactory: (options: CrowsnestOptions) => completeOptions(options)[part],
});

function edgeOptions(options: CrowsnestOptions): EdgeOptions {
  const { access, signIn } = completeOptions(options);
  const { path, standalone = false } = options;
  const clusterSecret = options.cluster?.secret;
  return {
    access,
    standalone,
    dataDirectory: signIn.dataDirectory,
    ...(path !== undefined && { path }),
    ...(clusterSecret !== undefined && { clusterSecret }),
  };
}

/**
 * Imports all of Crowsnest: the MCP endpoint, sessions, tools, events, counters, and the console with its routes. It
 * serves the `@Tool` methods of the whole application. An application imports it once.
 */
@Module({
  imports: [
    EdgeModule.forRootAsync({ inject: [CROWSNEST_OPTIONS], useFactory: edgeOptions }),
    EventsModule.forRootAsync(only('events')),
    SessionsModule.forRootAsync(only('sessions')),
    ToolsModule.forRootAsync(only('tools')),
    StatsModule.forRootAsync(only('stats')),
    QuotasModule.forRootAsync(only('quotas')),
    McpModule.forRootAsync(only('mcp')),
    SignInModule.forRootAsync(only('signIn')),
    AdminModule.forRootAsync(only('admin')),
    DashboardModule.forRootAsync(only('dashboard')),
    IngestModule.forRootAsync(only('ingest')),
    AlertsModule.forRootAsync(only('alerts')),
    TelemetryModule.forRootAsync(only('telemetry')),
    GatewayModule.forRootAsync(only('gateway')),
  ],
  providers: [Announcement],
})
export class CrowsnestModule {
  constructor(modules: ModulesContainer) {
    const own = [...modules.values()].filter(({ metatype }) => metatype === CrowsnestModule);
    if (own.length === 1) return;
    throw new Error(
      'CrowsnestModule is imported more than once in this application. Call CrowsnestModule.forRoot() in one module; ' +
        'the tools of all other modules are found without an import.',
    );
  }

  /** Configures Crowsnest with these options. The defaults are those of the server. */
  static forRoot(options: CrowsnestOptions = {}): DynamicModule {
    return { module: CrowsnestModule, imports: [CrowsnestOptionsModule.forRoot(options)] };
  }

  /** Configures Crowsnest with options from a factory, a class or a provider. */
  static forRootAsync(...options: Parameters<typeof CrowsnestOptionsModule.forRootAsync>): DynamicModule {
    return { module: CrowsnestModule, imports: [CrowsnestOptionsModule.forRootAsync(...options)] };
  }
}
