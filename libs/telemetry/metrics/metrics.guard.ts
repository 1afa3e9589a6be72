import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { EdgeError } from '#edge';
import { MetricsIdentities } from './metrics-identities.ts';

/** Lets through who may read metrics; 401 otherwise. 403 for an admin of one tenant: metrics are of all tenants. */
@Injectable()
export class MetricsGuard implements CanActivate {
  constructor(private readonly identities: MetricsIdentities) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { tenantId } = await this.identities.authenticate(context.switchToHttp().getRequest<Request>());
    if (tenantId === null) return true;
    throw new EdgeError(403, 'FORBIDDEN', 'The metrics are of all tenants: they need an admin of all.');
  }
}
