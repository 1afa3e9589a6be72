import { ConfigurableModuleBuilder } from '@nestjs/common';

import type { PayloadOptions } from './payloads/payload-options.ts';

export interface ToolsModuleOptions {
  /** Milliseconds after which a call times out, unless its tool has its own `timeoutMs`; 0 for never. Default: 0. */
  callTimeoutMs?: number;
  /** Whether events include arguments and results. Default: off. */
  payloads?: PayloadOptions;
  /** Whether global guards, pipes, interceptors and filters apply to handlers. Default: true. */
  globalEnhancers?: boolean;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: TOOLS_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<ToolsModuleOptions>().setClassMethodName('forRoot').build();
