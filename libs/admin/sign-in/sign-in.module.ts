import { Global, Module } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { ClusterModule, SharedAttempts } from '#cluster';
import { AccessPolicy, Edge, SERVER_KEY } from '#edge';
import { AdminIdentities } from './admin-identities.ts';
import { AdminSessions } from './admin-sessions.ts';
import { AdminTokens } from './admin-tokens.ts';
import { AdminGuard } from './admin.guard.ts';
import { AuthController } from './auth.controller.ts';
import type { SignInOptions } from './sign-in-options.ts';
import { ConfigurableModuleClass, SIGN_IN_MODULE_OPTIONS } from './sign-in.module-definition.ts';
import { SessionCookie } from './session-cookie.ts';
import { SharedSignOuts } from './sign-outs/shared-sign-outs.ts';
import { SignedOut } from './sign-outs/signed-out.ts';

/**
 * Signs admins in, and guards what only they may see. It needs `EdgeModule` and `EventsModule` in the application. Global:
 * whatever only admins may see needs it.
 */
@Global()
@Module({
  imports: [ClusterModule],
  providers: [
    {
      provide: AdminTokens,
      inject: [SIGN_IN_MODULE_OPTIONS, SERVER_KEY],
      useFactory: (options: SignInOptions, key: string) => AdminTokens.open(options, key),
    },
    {
      provide: SignedOut,
      inject: [SIGN_IN_MODULE_OPTIONS],
      useFactory: ({ dataDirectory }: SignInOptions) => new SignedOut(dataDirectory),
    },
    {
      provide: AdminSessions,
      inject: [SERVER_KEY, AdminTokens, SignedOut],
      useFactory: (key: string, tokens: AdminTokens, ended: SignedOut) =>
        new AdminSessions(key, tokens, ended),
    },
    {
      provide: AdminIdentities,
      inject: [AdminTokens, AdminSessions, SessionCookie, SharedAttempts],
      useFactory: (
        tokens: AdminTokens,
        sessions: AdminSessions,
        cookie: SessionCookie,
        { admins }: SharedAttempts,
      ) => new AdminIdentities(tokens, sessions, cookie, admins),
    },
    SessionCookie,
    SharedSignOuts,
    AdminGuard,
  ],
  exports: [AdminTokens, AdminSessions, AdminIdentities, AdminGuard],
})
export class SignInModule extends ConfigurableModuleClass {
  constructor(edge: Edge, moduleRef: ModuleRef) {
    super();
    const services = [AccessPolicy, AdminIdentities, AdminSessions, SessionCookie, SharedSignOuts];
    edge.mountRoutes({ moduleRef, controllers: [AuthController], services });
  }
}
