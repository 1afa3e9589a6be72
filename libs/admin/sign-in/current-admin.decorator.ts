import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { AdminPrincipal } from '#edge';

/** The property of a request in which the guard keeps the admin. */
export const ADMIN_PROPERTY = 'admin';

/** Injects the {@link AdminPrincipal} of the request into a handler behind `AdminGuard`. */
export const CurrentAdmin = createParamDecorator((_: unknown, context: ExecutionContext): AdminPrincipal => {
  return adminOf(context.switchToHttp().getRequest<Request>());
});

/** The admin that the guard found. */
export function adminOf(request: Request): AdminPrincipal {
  return (request as Request & { [ADMIN_PROPERTY]: AdminPrincipal })[ADMIN_PROPERTY];
}
