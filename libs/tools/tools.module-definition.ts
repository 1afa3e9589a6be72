import { ConfigurableModuleBuilder } from '@nestjs/common';

export interface ToolsModuleOptions {
  /** Milliseconds after which a call fails whose tool names no time of its own; 0, the default, for never. */
  callTimeoutMs?: number;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: TOOLS_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<ToolsModuleOptions>().setClassMethodName('forRoot').build();
