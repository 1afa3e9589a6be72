import { randomBytes } from 'node:crypto';
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { oidcRoute, ROUTES } from '#contract';
import { Edge, EdgeError, sendError, setErrorHeaders } from '#edge';
import { errorPage } from './error-page.ts';

/** Tells people why they are not signed in. Programs get the usual body of an error. */
@Catch()
export class SignInErrorFilter implements ExceptionFilter {
  constructor(private readonly edge: Edge) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    const isPage = error instanceof EdgeError && request.accepts(['json', 'html']) === 'html';
    if (!isPage) return sendError(response, error);
    const nonce = randomBytes(16).toString('base64');
    const status = error.getStatus();
    setErrorHeaders(response, status, error);
    response.set(
      'Content-Security-Policy',
      `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'`,
    );
    response.status(status).type('html');
    response.send(errorPage({ message: error.message, nonce, links: this.#linksOf(error, request) }));
  }

  #linksOf({ code }: EdgeError, { params }: Request): [text: string, path: string][] {
    const { base } = this.edge;
    const signInPage: [string, string] = ['Back to the sign-in page', `${base}${ROUTES.dashboard}/`];
    if (code !== 'NO_ROLE') return [signInPage];
    const again = `${base}${oidcRoute(String(params['provider']))}?mode=account`;
    return [['Sign in with another account', again], signInPage];
  }
}
