import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { Request } from 'express';
import passport, { type AuthenticateOptions } from 'passport';
import { reachesRole } from '#contract';
import { AccessPolicy, type AdminPrincipal } from '#edge';
import { AuditTrail, Tries } from '../trail/index.ts';
import { AdminIdentities } from './admin-identities.ts';
import { RequireRole } from './admin-role.decorator.ts';
import { AdminStrategy, type AdminAuthentication } from './admin.strategy.ts';
import { ADMIN_PROPERTY, adminOf } from './current-admin.decorator.ts';
import { originNeeded, roleMissing } from './sign-in-errors.ts';

// Passport is one for the whole process. The strategy has no state: each guard passes its own server's
// identities with every request.
passport.use(new AdminStrategy());

/**
 * Lets admins through, by bearer token or session cookie; 401 otherwise. 403 when the role does not reach
 * what the handler's `@RequireRole()` asks for, and for a command by cookie from a foreign page. Both are on record for a
 * handler that says what it `@Tries()`.
 */
@Injectable()
export class AdminGuard extends AuthGuard(AdminStrategy.strategyName) implements CanActivate {
  constructor(
    private readonly identities: AdminIdentities,
    private readonly policy: AccessPolicy,
    private readonly reflector: Reflector,
    private readonly trail: AuditTrail,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    await super.canActivate(context);
    const request = context.switchToHttp().getRequest<Request>();
    const admin = adminOf(request);
    const check = (): void => this.#requireRights(context, request, admin);
    const tried = this.reflector.get(Tries, context.getHandler())?.(request.params);
    if (!tried) check();
    else await this.trail.recordRejection(tried.type, { admin, request }, tried.what, async () => check());
    return true;
  }

  override getAuthenticateOptions(): AuthenticateOptions & AdminAuthentication & { property: string } {
    return { session: false, property: ADMIN_PROPERTY, identities: this.identities };
  }

  #requireRights(context: ExecutionContext, request: Request, admin: AdminPrincipal): void {
    if (admin.signIn && isCommand(request)) this.#requireOwnOrigin(request);
    const needed = this.reflector.getAllAndOverride(RequireRole, [context.getHandler(), context.getClass()]);
    if (needed && !reachesRole(admin.role, needed)) throw roleMissing(needed);
  }

  #requireOwnOrigin(request: Request): void {
    const { origin } = request.headers;
    if (origin === undefined || !this.policy.ownOrigins(request).includes(origin)) throw originNeeded();
  }
}

function isCommand({ method }: Request): boolean {
  return method !== 'GET' && method !== 'HEAD';
}
