import { ConfigurableModuleBuilder } from '@nestjs/common';

export interface DashboardOptions {
  /** Where `ng build` put the console; by default this package's `dist/console/browser`. */
  directory?: string;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: DASHBOARD_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<DashboardOptions>({ moduleName: 'Dashboard' })
    .setClassMethodName('forRoot')
    .build();
