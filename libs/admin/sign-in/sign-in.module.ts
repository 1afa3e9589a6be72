import { Module } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { AccessPolicy, Edge, SERVER_KEY } from '#edge';
import { AdminIdentities } from './admin-identities.ts';
import { AdminSessions } from './admin-sessions.ts';
import { AdminTokens } from './admin-tokens.ts';
import { AdminGuard } from './admin.guard.ts';
import { AuthController } from './auth.controller.ts';
import type { SignInOptions } from './sign-in-options.ts';
import { ConfigurableModuleClass, SIGN_IN_MODULE_OPTIONS } from './sign-in.module-definition.ts';
import { SessionCookie } from './session-cookie.ts';
import { SignedOut } from './signed-out.ts';

/** Signs admins in, and guards what only they may see. It needs `EdgeModule` in the application. */
@Module({
  providers: [
    {
      provide: AdminTokens,
      inject: [SIGN_IN_MODULE_OPTIONS, SERVER_KEY],
      useFactory: (options: SignInOptions, key: string) => AdminTokens.open(options, key),
    },
    {
      provide: AdminSessions,
      inject: [SIGN_IN_MODULE_OPTIONS, SERVER_KEY, AdminTokens],
      useFactory: ({ dataDirectory }: SignInOptions, key: string, tokens: AdminTokens) =>
        new AdminSessions(key, tokens, new SignedOut(dataDirectory)),
    },
    {
      provide: AdminIdentities,
      inject: [AdminTokens, AdminSessions, SessionCookie],
      useFactory: (tokens: AdminTokens, sessions: AdminSessions, cookie: SessionCookie) =>
        new AdminIdentities(tokens, sessions, cookie),
    },
    SessionCookie,
    AdminGuard,
  ],
  exports: [AdminTokens, AdminSessions, AdminIdentities, AdminGuard],
})
export class SignInModule extends ConfigurableModuleClass {
  constructor(edge: Edge, moduleRef: ModuleRef) {
    super();
    const services = [AccessPolicy, AdminIdentities, AdminSessions, SessionCookie];
    edge.mountRoutes({ moduleRef, controllers: [AuthController], services });
  }
}
