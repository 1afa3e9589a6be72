import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { QuotaOptions } from './quota-options.ts';

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: QUOTAS_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<QuotaOptions>({ moduleName: 'Quotas' }).setClassMethodName('forRoot').build();
