import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { AlertRule } from '#contract';

export interface AlertsModuleOptions {
  /** What raises alerts. Default: nothing. */
  rules?: readonly AlertRule[];
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: ALERTS_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<AlertsModuleOptions>({ moduleName: 'Alerts' })
    .setClassMethodName('forRoot')
    .build();
