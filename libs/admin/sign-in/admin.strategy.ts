import type { Request } from 'express';
import { Strategy } from 'passport';
import type { AdminIdentities } from './admin-identities.ts';

/** The options of one request's authentication, beside passport's own. */
export interface AdminAuthentication {
  /** The identities of the server that the request came to: all servers of a process share the strategy. */
  identities: AdminIdentities;
}

/** Passport's way to {@link AdminIdentities}. It has no state. */
export class AdminStrategy extends Strategy {
  static readonly strategyName = 'crowsnest-admin';
  override name = AdminStrategy.strategyName;

  override async authenticate(request: Request, { identities }: AdminAuthentication): Promise<void> {
    try {
      this.success(await identities.authenticate(request));
    } catch (refusal) {
      this.error(refusal);
    }
  }
}
