import { ConfigurableModuleBuilder } from '@nestjs/common';

export interface SessionsModuleOptions {
  /** Milliseconds without a message after which a protocol session ends. */
  protocolIdleMs: number;
  /** Milliseconds without a call after which a derived session ends. */
  derivedIdleMs: number;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: SESSIONS_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<SessionsModuleOptions>().setClassMethodName('forRoot').build();
