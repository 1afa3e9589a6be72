import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { AdminModuleOptions, DashboardOptions, SignInOptions } from '#admin';
import type { AccessOptions } from '#edge';
import type { EventsModuleOptions } from '#events';
import type { McpModuleOptions } from '#mcp';
import type { SessionsModuleOptions } from '#sessions';
import type { ToolsModuleOptions } from '#tools';

/** The options of every module, side by side; those that may be left out have defaults throughout. */
export interface CrowsnestOptions {
  events: EventsModuleOptions;
  sessions: SessionsModuleOptions;
  tools?: ToolsModuleOptions;
  mcp: McpModuleOptions;
  access: AccessOptions;
  signIn: SignInOptions;
  admin?: AdminModuleOptions;
  dashboard?: DashboardOptions;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: CROWSNEST_OPTIONS } =
  new ConfigurableModuleBuilder<CrowsnestOptions>({ moduleName: 'Crowsnest' })
    .setClassMethodName('forRoot')
    .setExtras({}, (definition) => ({ ...definition, global: true }))
    .build();
