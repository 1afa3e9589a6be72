import type { Request } from 'express';
import { Strategy } from 'passport';
import type { AdminAuthentication } from './bearer.strategy.ts';
import { sessionCookieOf } from './session-cookie.ts';

/** Signs in by the session cookie. */
export class CookieStrategy extends Strategy {
  static readonly strategyName = 'crowsnest-cookie';
  override name = CookieStrategy.strategyName;

  override async authenticate(request: Request, { credentials }: AdminAuthentication): Promise<void> {
    const cookie = sessionCookieOf(request);
    try {
      const admin = cookie === undefined ? undefined : await credentials.byCookie(cookie);
      if (admin) this.success(admin);
      else this.fail(401);
    } catch (error) {
      this.error(error);
    }
  }
}
