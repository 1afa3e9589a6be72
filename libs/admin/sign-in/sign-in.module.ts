import { Module } from '@nestjs/common';
import { SERVER_KEY } from '#edge';
import { AdminIdentities } from './admin-identities.ts';
import { AdminSessions } from './admin-sessions.ts';
import { AdminTokens } from './admin-tokens.ts';
import { AdminGuard } from './admin.guard.ts';
import { AuthController } from './auth.controller.ts';
import type { SignInOptions } from './sign-in-options.ts';
import { ConfigurableModuleClass, SIGN_IN_MODULE_OPTIONS } from './sign-in.module-definition.ts';
import { SignedOut } from './signed-out.ts';

/** Signs admins in, and guards what only they may see. It needs `EdgeModule` in the application. */
@Module({
  controllers: [AuthController],
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
      inject: [AdminTokens, AdminSessions],
      useFactory: (tokens: AdminTokens, sessions: AdminSessions) => new AdminIdentities(tokens, sessions),
    },
    AdminGuard,
  ],
  exports: [AdminTokens, AdminSessions, AdminIdentities, AdminGuard],
})
export class SignInModule extends ConfigurableModuleClass {}
