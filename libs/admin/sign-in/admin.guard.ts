import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { Request, Response } from 'express';
import passport, { type AuthenticateOptions } from 'passport';
import { AccessPolicy } from '../access/access-policy.ts';
import type { AdminPrincipal } from './admin-principal.ts';
import { reachesRole, RequireRole } from './admin-role.decorator.ts';
import { BearerStrategy, type AdminAuthentication } from './bearer.strategy.ts';
import { CookieStrategy } from './cookie.strategy.ts';
import { Credentials } from './credentials.ts';
import { ADMIN_PROPERTY, adminOf } from './current-admin.decorator.ts';
import { originNeeded, roleMissing, TooManyAttemptsException, unauthenticated } from './sign-in-errors.ts';

// Passport is one for the whole process. The strategies hold nothing of a server: each guard hands them
// its own server's credentials with every request.
passport.use(new BearerStrategy()).use(new CookieStrategy());

const PassportGuard = AuthGuard([BearerStrategy.strategyName, CookieStrategy.strategyName]);

/**
 * Lets admins through, by bearer token or session cookie; 401 otherwise. 403 when the role does not reach
 * what the handler's `@RequireRole()` asks for, and for a command by cookie from a foreign page.
 */
@Injectable()
export class AdminGuard extends PassportGuard implements CanActivate {
  constructor(
    private readonly credentials: Credentials,
    private readonly policy: AccessPolicy,
    private readonly reflector: Reflector,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    await super.canActivate(context);
    const request = context.switchToHttp().getRequest<Request>();
    const admin = adminOf(request);
    if (admin.session && isCommand(request)) this.#requireOwnOrigin(request);
    const needed = this.reflector.getAllAndOverride(RequireRole, [context.getHandler(), context.getClass()]);
    if (needed && !reachesRole(admin.role, needed)) throw roleMissing(needed);
    return true;
  }

  override getAuthenticateOptions(): AuthenticateOptions & AdminAuthentication & { property: string } {
    return { session: false, property: ADMIN_PROPERTY, credentials: this.credentials };
  }

  override handleRequest<T = AdminPrincipal>(
    error: unknown,
    admin: T | false,
    _: unknown,
    context: ExecutionContext,
  ): T {
    if (!error && admin) return admin;
    if (error instanceof TooManyAttemptsException) {
      const response = context.switchToHttp().getResponse<Response>();
      response.setHeader('Retry-After', error.retryAfterSeconds);
    }
    throw error ?? unauthenticated(howToSignIn(context.switchToHttp().getRequest<Request>()));
  }

  #requireOwnOrigin(request: Request): void {
    const { origin } = request.headers;
    if (origin === undefined || !this.policy.ownOrigins(request).includes(origin)) throw originNeeded();
  }
}

function isCommand({ method }: Request): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

function howToSignIn({ query }: Request): string {
  const inUrl = 'token' in query || 'access_token' in query;
  const refused = inUrl ? 'A token in the URL is not accepted, since URLs are kept in many places. ' : '';
  return `${refused}Send Authorization: Bearer with an admin token, or sign in at POST /auth/session.`;
}
