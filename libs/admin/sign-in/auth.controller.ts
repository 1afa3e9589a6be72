import { Controller, Delete, Get, HttpCode, Logger, Post, Req, UseGuards } from '@nestjs/common';
import { ROUTES, type AdminIdentity } from '#contract';
import { EdgeError, unauthenticated, type AdminPrincipal } from '#edge';
import { loggableError } from '#redaction';
import type { Request } from 'express';
import { AuditTrail } from '../trail/index.ts';
import { AdminSessions } from './admin-sessions.ts';
import { AdminGuard } from './admin.guard.ts';
import { CurrentAdmin } from './current-admin.decorator.ts';
import { IdentityAnswers } from './identity-answers.ts';
import { OidcSessions } from './oidc/oidc-sessions.ts';
import { SessionCookie } from './session-cookie.ts';
import { SharedSignOuts } from './sign-outs/shared-sign-outs.ts';

/** Signing in, being signed in, signing out. */
@Controller(ROUTES.authSession)
@UseGuards(AdminGuard)
export class AuthController {
  readonly #logger = new Logger('SignIn');

  constructor(
    private readonly sessions: AdminSessions,
    private readonly atProviders: OidcSessions,
    private readonly cookie: SessionCookie,
    private readonly signOuts: SharedSignOuts,
    private readonly trail: AuditTrail,
    private readonly answers: IdentityAnswers,
  ) {}

  /** Exchanges a bearer token for a cookie. A cookie gets no other: a sign-in would never end. */
  @Post()
  @HttpCode(200)
  async signIn(@Req() request: Request, @CurrentAdmin() admin: AdminPrincipal): Promise<AdminIdentity> {
    if (admin.signIn) throw unauthenticated('Signing in takes Authorization: Bearer with an admin token.');
    const { cookie, signIn } = await this.sessions.begin(admin);
    this.cookie.set(request, cookie, signIn);
    this.trail.record('admin:sign-in', { admin, request }, { outcome: 'done' });
    return this.answers.of({ ...admin, signIn });
  }

  @Get()
  whoAmI(@CurrentAdmin() admin: AdminPrincipal): AdminIdentity {
    return this.answers.of(admin);
  }

  /** Ends the sign-in of the request's cookie, whichever credential let the request itself in. */
  @Delete()
  @HttpCode(204)
  async signOut(@Req() request: Request): Promise<void> {
    this.cookie.clear(request);
    const value = this.cookie.valueIn(request) ?? '';
    const admin = (await this.sessions.find(value)) ?? (await this.atProviders.holderOf(value));
    if (!admin) return;
    await this.trail.recordRejection('admin:sign-out', { admin, request }, {}, () => this.#end(admin));
    this.trail.record('admin:sign-out', { admin, request }, { outcome: 'done' });
  }

  async #end(admin: AdminPrincipal): Promise<void> {
    const kept = this.sessions.end(admin);
    const [isKept] = await Promise.allSettled([kept, this.signOuts.tell()]);
    if (isKept.status === 'rejected') {
      this.#logger.error(loggableError(isKept.reason));
      const message = 'You are signed out, but the server could not keep that: it ends with the process.';
      throw new EdgeError(503, 'SIGN_OUT_NOT_KEPT', message);
    }
  }
}
