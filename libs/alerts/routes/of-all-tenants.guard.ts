import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { adminOf, AuditTrail, Tries } from '#admin';
import { alertsOfAll } from '../commands/alert-errors.ts';

/**
 * Lets admins of all tenants through, behind `AdminGuard`: a rule may count the calls of everybody. A refused command is on
 * record, as it is there.
 */
@Injectable()
export class OfAllTenants implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly trail: AuditTrail,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const admin = adminOf(request);
    if (admin.tenantId === null) return true;
    const tried = this.reflector.get(Tries, context.getHandler())?.(request.params);
    const refuse = (): Promise<never> => Promise.reject(alertsOfAll());
    return tried ? this.trail.recordRejection(tried.type, { admin, request }, tried.what, refuse) : refuse();
  }
}
