import { Global, Module } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { ClusterModule, PeerGreetings, SharedAttempts } from '#cluster';
import { AccessPolicy, Edge, SERVER_KEY } from '#edge';
import { ShutdownModule } from '#shutdown';
import { AuditTrail, WrongAttempts } from '../trail/index.ts';
import { AdminIdentities } from './admin-identities.ts';
import { AdminSessions } from './admin-sessions.ts';
import { AdminTokens } from './admin-tokens.ts';
import { AdminGuard } from './admin.guard.ts';
import { AuthController } from './auth.controller.ts';
import { IdentityAnswers } from './identity-answers.ts';
import { OidcController } from './oidc/oidc.controller.ts';
import { OidcProviders } from './oidc/oidc-providers.ts';
import { OidcSessions } from './oidc/oidc-sessions.ts';
import { OidcSignIn } from './oidc/oidc-sign-in.ts';
import { SealedCookie } from './oidc/sealed-cookie.ts';
import { Sealer } from './oidc/sealer.ts';
import { FLOW_COOKIE } from './oidc/sign-in-flow.ts';
import { HINT_COOKIE } from './oidc/sign-out-hint.ts';
import { SignInWaysController } from './oidc/sign-in-ways.controller.ts';
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
  imports: [ClusterModule, ShutdownModule],
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
      inject: [SERVER_KEY, AdminTokens, SignedOut, OidcProviders],
      useFactory: (key: string, tokens: AdminTokens, ended: SignedOut, providers: OidcProviders) =>
        new AdminSessions(key, tokens, ended, providers),
    },
    {
      provide: OidcProviders,
      inject: [SIGN_IN_MODULE_OPTIONS],
      useFactory: ({ oidc }: SignInOptions) => new OidcProviders(oidc),
    },
    {
      provide: OidcSessions,
      inject: [SERVER_KEY, OidcProviders, SignedOut],
      useFactory: (key: string, providers: OidcProviders, ended: SignedOut) =>
        new OidcSessions(key, providers, ended),
    },
    {
      provide: AdminIdentities,
      inject: [AdminTokens, AdminSessions, OidcSessions, SessionCookie, SharedAttempts, WrongAttempts],
      useFactory: (
        tokens: AdminTokens,
        sessions: AdminSessions,
        atProviders: OidcSessions,
        cookie: SessionCookie,
        { admins }: SharedAttempts,
        wrong: WrongAttempts,
      ) =>
        new AdminIdentities(tokens, { cookie, sessions, atProviders }, admins, (network) =>
          wrong.count(network, 'wrong'),
        ),
    },
    {
      provide: OidcSignIn,
      inject: [
        SERVER_KEY,
        Edge,
        AccessPolicy,
        SessionCookie,
        OidcSessions,
        SharedAttempts,
        AuditTrail,
        WrongAttempts,
      ],
      useFactory: (
        key: string,
        edge: Edge,
        policy: AccessPolicy,
        session: SessionCookie,
        sessions: OidcSessions,
        { admins: attempts }: SharedAttempts,
        trail: AuditTrail,
        wrong: WrongAttempts,
      ) => {
        const flows = new SealedCookie(FLOW_COOKIE, new Sealer(key, 'oidc-flow'), session, edge);
        const hints = new SealedCookie(HINT_COOKIE, new Sealer(key, 'oidc-hint'), session, edge);
        return new OidcSignIn({ edge, policy, session, sessions, attempts, flows, hints, trail, wrong });
      },
    },
    {
      provide: IdentityAnswers,
      inject: [SIGN_IN_MODULE_OPTIONS],
      useFactory: ({ traceUrl }: SignInOptions) => new IdentityAnswers(traceUrl),
    },
    SessionCookie,
    SharedSignOuts,
    AuditTrail,
    WrongAttempts,
    AdminGuard,
  ],
  exports: [AuditTrail, WrongAttempts, AdminTokens, AdminSessions, AdminIdentities, AdminGuard],
})
export class SignInModule extends ConfigurableModuleClass {
  constructor(edge: Edge, moduleRef: ModuleRef, greetings: PeerGreetings, tokens: AdminTokens) {
    super();
    greetings.compare('admin tokens', () => tokens.fingerprint);
    edge.mountRoutes({
      moduleRef,
      controllers: [AuthController, SignInWaysController, OidcController],
      services: [
        AccessPolicy,
        AdminIdentities,
        AdminSessions,
        AuditTrail,
        Edge,
        IdentityAnswers,
        OidcProviders,
        OidcSessions,
        OidcSignIn,
        SessionCookie,
        SharedSignOuts,
      ],
    });
  }
}
