import { Controller, Get, Req } from '@nestjs/common';
import type { Request } from 'express';
import { ROUTES, type SignInWays } from '#contract';
import { SessionCookie } from '../session-cookie.ts';
import { OidcProviders } from './oidc-providers.ts';
import { OidcSessions } from './oidc-sessions.ts';

/** How people sign in: open to all, since the sign-in page needs it. */
@Controller(ROUTES.authProviders)
export class SignInWaysController {
  constructor(
    private readonly providers: OidcProviders,
    private readonly sessions: OidcSessions,
    private readonly cookie: SessionCookie,
  ) {}

  @Get()
  async list(@Req() request: Request): Promise<SignInWays> {
    const cookie = this.cookie.valueIn(request);
    const again = cookie === undefined ? undefined : await this.sessions.providerToAsk(cookie);
    return {
      tokens: this.providers.acceptsTokens,
      providers: this.providers.all.map(({ name, title }) => ({ name, title })),
      ...(again !== undefined && { again }),
    };
  }
}
