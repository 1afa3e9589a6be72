import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { SignInOptions } from './sign-in-options.ts';

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: SIGN_IN_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<SignInOptions>({ moduleName: 'SignIn' })
    .setClassMethodName('forRoot')
    .setExtras({ isGlobal: true }, (definition, { isGlobal }) => ({ ...definition, global: isGlobal }))
    .build();
