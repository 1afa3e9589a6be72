import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { AccessOptions, DashboardOptions, SignInOptions } from '#admin';
import type { EventsModuleOptions } from '#events';
import type { McpModuleOptions } from '#mcp';
import type { SessionsModuleOptions } from '#sessions';
import type { ToolsModuleOptions } from '#tools';

/** The options of every module, side by side. */
export interface CrowsnestOptions {
  events: EventsModuleOptions;
  sessions: SessionsModuleOptions;
  tools: ToolsModuleOptions;
  mcp: McpModuleOptions;
  access: AccessOptions;
  signIn: SignInOptions;
  dashboard: DashboardOptions;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: CROWSNEST_OPTIONS } =
  new ConfigurableModuleBuilder<CrowsnestOptions>({ moduleName: 'Crowsnest' })
    .setClassMethodName('forRoot')
    .setExtras({}, (definition) => ({ ...definition, global: true }))
    .build();
