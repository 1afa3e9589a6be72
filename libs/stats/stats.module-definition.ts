import { ConfigurableModuleBuilder } from '@nestjs/common';

export interface StatsModuleOptions {
  /**
   * Milliseconds after which a running call counts as stuck. A call of a slow tool counts as stuck only after ten times
   * the last known p99 of the tool, if that is longer. Default: 60,000.
   */
  stuckMs?: number;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: STATS_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<StatsModuleOptions>({ moduleName: 'Stats' })
    .setClassMethodName('forRoot')
    .build();
