import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { AccessOptions } from './access-options.ts';

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: ACCESS_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<AccessOptions>({ moduleName: 'Access' })
    .setClassMethodName('forRoot')
    .setExtras({ isGlobal: true }, (definition, { isGlobal }) => ({ ...definition, global: isGlobal }))
    .build();
