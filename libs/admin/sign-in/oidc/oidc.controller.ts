import { Controller, Get, Param, Query, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ROUTES } from '#contract';
import { OidcProviders } from './oidc-providers.ts';
import { OidcSignIn, type SignInWish } from './oidc-sign-in.ts';
import { SignInErrorFilter } from './sign-in-error.filter.ts';

/** The way to a provider and back. All of these are pages that a browser visits. */
@Controller(ROUTES.authOidc)
@UseFilters(SignInErrorFilter)
export class OidcController {
  constructor(
    private readonly providers: OidcProviders,
    private readonly signIn: OidcSignIn,
  ) {}

  /** Sends the browser to the provider. `?mode=silent` shows nothing there, and `?mode=account` asks for an account. */
  @Get(':provider')
  async begin(
    @Param('provider') name: string,
    @Query('returnTo') returnTo: unknown,
    @Query('mode') mode: unknown,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const wish = { returnTo, mode: modeOf(mode) };
    response.redirect(await this.signIn.begin(this.providers.get(name), wish, [request, response]));
  }

  /** Takes the provider's answer, and sends the browser to the page where it was. */
  @Get(':provider/callback')
  async finish(
    @Param('provider') name: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    response.redirect(await this.signIn.finish(this.providers.get(name), [request, response]));
  }

  /** Sends a browser that has signed out here to the provider, to sign out there. */
  @Get(':provider/sign-out')
  async signOut(
    @Param('provider') name: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    response.redirect(await this.signIn.signOutUrl(this.providers.get(name), [request, response]));
  }
}

function modeOf(mode: unknown): SignInWish['mode'] {
  return mode === 'silent' || mode === 'account' ? mode : 'usual';
}
