import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { CrowsnestOptions } from './crowsnest-options.ts';

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: CROWSNEST_OPTIONS } =
  new ConfigurableModuleBuilder<CrowsnestOptions>({ moduleName: 'Crowsnest' })
    .setClassMethodName('forRoot')
    .setExtras({}, (definition) => ({ ...definition, global: true }))
    .build();
