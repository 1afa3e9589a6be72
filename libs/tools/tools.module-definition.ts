import { ConfigurableModuleBuilder } from '@nestjs/common';

import type { PayloadOptions } from './payloads/payload-options.ts';

export interface ToolsModuleOptions {
  /** Milliseconds after which a call fails whose tool names no time of its own; 0, the default, for never. */
  callTimeoutMs?: number;
  /** Whether events tell arguments and results. Default: they do not. */
  payloads?: PayloadOptions;
  /** Whether global guards, pipes, interceptors and filters apply to handlers. Default: they do. */
  globalEnhancers?: boolean;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: TOOLS_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<ToolsModuleOptions>().setClassMethodName('forRoot').build();
