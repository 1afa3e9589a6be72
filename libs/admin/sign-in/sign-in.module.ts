import { Module } from '@nestjs/common';
import { AdminSessions } from './admin-sessions.ts';
import { AdminTokens } from './admin-tokens.ts';
import { AdminGuard } from './admin.guard.ts';
import { AuthController } from './auth.controller.ts';
import { Credentials } from './credentials.ts';
import { keptSecret } from './kept-secret.ts';
import type { SignInOptions } from './sign-in-options.ts';
import { ConfigurableModuleClass, SIGN_IN_MODULE_OPTIONS } from './sign-in.module-definition.ts';
import { SignedOut } from './signed-out.ts';

/** The secret that cookies are signed with; whoever deletes its file signs everybody out. */
const COOKIE_KEY = Symbol('COOKIE_KEY');

/** Signs admins in, and guards what only they may see. It asks the access module for the server's origins. */
@Module({
  controllers: [AuthController],
  providers: [
    {
      provide: COOKIE_KEY,
      inject: [SIGN_IN_MODULE_OPTIONS],
      useFactory: ({ dataDirectory }: SignInOptions) => keptSecret(dataDirectory, 'cookie-key'),
    },
    {
      provide: AdminTokens,
      inject: [SIGN_IN_MODULE_OPTIONS, COOKIE_KEY],
      useFactory: (options: SignInOptions, key: string) => AdminTokens.open(options, key),
    },
    {
      provide: AdminSessions,
      inject: [SIGN_IN_MODULE_OPTIONS, COOKIE_KEY, AdminTokens],
      useFactory: ({ dataDirectory }: SignInOptions, key: string, tokens: AdminTokens) =>
        new AdminSessions(key, tokens, new SignedOut(dataDirectory)),
    },
    Credentials,
    AdminGuard,
  ],
  exports: [AdminTokens, AdminSessions, Credentials, AdminGuard],
})
export class SignInModule extends ConfigurableModuleClass {}
