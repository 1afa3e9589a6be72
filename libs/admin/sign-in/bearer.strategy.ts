import type { Request } from 'express';
import { Strategy } from 'passport';
import { bearerTokenOf } from './bearer-token.ts';
import type { Credentials } from './credentials.ts';

/** The options of one request's authentication, beside passport's own. */
export interface AdminAuthentication {
  /** Those of the server that the request came to: strategies are shared by all servers of a process. */
  credentials: Credentials;
}

/** Signs in by `Authorization: Bearer`. A token that is presented decides alone: no cookie mends a wrong one. */
export class BearerStrategy extends Strategy {
  static readonly strategyName = 'crowsnest-bearer';
  override name = BearerStrategy.strategyName;

  override authenticate(request: Request, { credentials }: AdminAuthentication): void {
    const token = bearerTokenOf(request);
    if (token === undefined) return this.fail(401);
    try {
      this.success(credentials.byToken(token, request.ip ?? ''));
    } catch (refusal) {
      this.error(refusal);
    }
  }
}
