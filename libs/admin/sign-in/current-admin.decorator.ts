import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { AdminPrincipal } from './admin-principal.ts';

/** Where the guard puts the admin on a request. */
export const ADMIN_PROPERTY = 'admin';

/** Hands the signed-in {@link AdminPrincipal} to a handler behind `AdminGuard`. */
export const CurrentAdmin = createParamDecorator((_: unknown, context: ExecutionContext): AdminPrincipal => {
  return adminOf(context.switchToHttp().getRequest<Request>());
});

/** The admin that the guard found. */
export function adminOf(request: Request): AdminPrincipal {
  return (request as Request & { [ADMIN_PROPERTY]: AdminPrincipal })[ADMIN_PROPERTY];
}
