import { Controller, Delete, Get, HttpCode, Logger, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ROUTES, type AdminIdentity } from '#contract';
import { EdgeError, unauthenticated, type AdminPrincipal } from '#edge';
import { loggableError } from '#redaction';
import type { Request, Response } from 'express';
import { identityOf } from './admin-principal.ts';
import { AdminSessions } from './admin-sessions.ts';
import { AdminGuard } from './admin.guard.ts';
import { CurrentAdmin } from './current-admin.decorator.ts';
import { SessionCookie } from './session-cookie.ts';
import { SharedSignOuts } from './sign-outs/shared-sign-outs.ts';
import { SIGN_IN_MS } from './sign-outs/sign-in-duration.ts';

/** Signing in, being signed in, signing out. */
@Controller(ROUTES.authSession)
@UseGuards(AdminGuard)
export class AuthController {
  readonly #logger = new Logger('SignIn');

  constructor(
    private readonly sessions: AdminSessions,
    private readonly cookie: SessionCookie,
    private readonly signOuts: SharedSignOuts,
  ) {}

  /** Exchanges a bearer token for a cookie. A cookie gets no other: a sign-in would never end. */
  @Post()
  @HttpCode(200)
  async signIn(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @CurrentAdmin() admin: AdminPrincipal,
  ): Promise<AdminIdentity> {
    if (admin.signIn) throw unauthenticated('Signing in takes Authorization: Bearer with an admin token.');
    const { cookie, principal } = await this.sessions.begin(admin);
    const options = { ...this.cookie.optionsFor(request), maxAge: SIGN_IN_MS };
    response.cookie(this.cookie.nameFor(request), cookie, options);
    return identityOf(principal);
  }

  @Get()
  whoAmI(@CurrentAdmin() admin: AdminPrincipal): AdminIdentity {
    return identityOf(admin);
  }

  /** Ends the sign-in of the request's cookie, whichever credential let the request itself in. */
  @Delete()
  @HttpCode(204)
  async signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    response.clearCookie(this.cookie.nameFor(request), this.cookie.optionsFor(request));
    const admin = await this.sessions.find(this.cookie.valueIn(request) ?? '');
    if (admin) await this.#end(admin);
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
