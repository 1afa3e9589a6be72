import {
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Logger,
  Post,
  Req,
  Res,
  ServiceUnavailableException,
  UseGuards,
} from '@nestjs/common';
import { ROUTES, SESSION_COOKIE, type AdminIdentity, type ErrorBody } from '#contract';
import type { CookieOptions, Request, Response } from 'express';
import { AccessPolicy } from '../access/access-policy.ts';
import { identityOf, type AdminPrincipal, type AdminSession } from './admin-principal.ts';
import { AdminSessions, SIGN_IN_MS } from './admin-sessions.ts';
import { AdminTokens } from './admin-tokens.ts';
import { AdminGuard } from './admin.guard.ts';
import { bearerTokenOf } from './bearer-token.ts';
import { CurrentAdmin } from './current-admin.decorator.ts';
import { sessionCookieOf, sessionCookieOptions } from './session-cookie.ts';
import { unauthenticated } from './sign-in-errors.ts';

/** Signing in, being signed in, signing out. */
@Controller(ROUTES.authSession)
@UseGuards(AdminGuard)
export class AuthController {
  readonly #logger = new Logger('SignIn');

  constructor(
    private readonly tokens: AdminTokens,
    private readonly sessions: AdminSessions,
    private readonly policy: AccessPolicy,
  ) {}

  /** A bearer token becomes a cookie. A cookie does not become another: a sign-in would never end. */
  @Post()
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async signIn(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AdminIdentity> {
    const holder = this.tokens.find(bearerTokenOf(request) ?? '');
    if (!holder) throw unauthenticated('Signing in takes Authorization: Bearer with an admin token.');
    const { cookie, principal } = await this.sessions.begin(holder);
    response.cookie(SESSION_COOKIE, cookie, { ...this.#cookieOptions(request), maxAge: SIGN_IN_MS });
    return identityOf(principal);
  }

  @Get()
  @Header('Cache-Control', 'no-store')
  whoAmI(@CurrentAdmin() admin: AdminPrincipal): AdminIdentity {
    return identityOf(admin);
  }

  /** Ends the session of the request's cookie, whichever way the request itself was let in. */
  @Delete()
  @HttpCode(204)
  async signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    response.clearCookie(SESSION_COOKIE, this.#cookieOptions(request));
    const admin = await this.sessions.find(sessionCookieOf(request) ?? '');
    if (admin?.session) this.#end(admin.session);
  }

  #end(session: AdminSession): void {
    try {
      this.sessions.end(session);
    } catch (error) {
      this.#logger.error(error);
      const message = 'You are signed out, but the server could not keep that: it ends with the process.';
      throw new ServiceUnavailableException({ error: 'SIGN_OUT_NOT_KEPT', message } satisfies ErrorBody);
    }
  }

  #cookieOptions(request: Request): CookieOptions {
    return sessionCookieOptions(this.policy.isBehindTls(request));
  }
}
