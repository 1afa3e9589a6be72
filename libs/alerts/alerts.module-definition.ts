import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { AlertRule } from '#contract';
import type { AlertReceiver } from './delivery/receiver.ts';

export interface AlertsModuleOptions {
  /** What raises alerts. Default: nothing. */
  rules?: readonly AlertRule[];
  /** Who is notified of them. Default: nobody. */
  receivers?: readonly AlertReceiver[];
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: ALERTS_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<AlertsModuleOptions>({ moduleName: 'Alerts' })
    .setClassMethodName('forRoot')
    .build();
