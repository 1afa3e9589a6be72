import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { adminOf } from '#admin';
import { alertsOfAll } from '../commands/alert-errors.ts';

/** Lets admins of all tenants through, behind `AdminGuard`: a rule may count the calls of everybody. */
@Injectable()
export class OfAllTenants implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (adminOf(context.switchToHttp().getRequest<Request>()).tenantId !== null) throw alertsOfAll();
    return true;
  }
}
