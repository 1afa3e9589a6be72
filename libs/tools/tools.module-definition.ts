import { ConfigurableModuleBuilder } from '@nestjs/common';

import type { PayloadOptions } from './payloads/payload-options.ts';

export interface ToolsModuleOptions {
  /** Milliseconds after which a call times out, unless its tool has its own `timeoutMs`; 0 for never. Default: 0. */
  callTimeoutMs?: number;
  /** Whether events include arguments and results. Default: off. */
  payloads?: PayloadOptions;
  /**
   * What happens to a tool whose definition differs from the last known one. `observe` tells of it in `tools:changed`.
   * `refuse` also withholds it: agents neither see nor call it until an admin approves the new definition. New tools are
   * not withheld. Default: `observe`.
   */
  onChange?: 'observe' | 'refuse';
  /** Whether global guards, pipes, interceptors and filters apply to handlers. Default: true. */
  globalEnhancers?: boolean;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: TOOLS_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<ToolsModuleOptions>().setClassMethodName('forRoot').build();
