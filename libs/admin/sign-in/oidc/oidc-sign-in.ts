import type { Request, Response } from 'express';
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import { oidcRoute, ROUTES } from '#contract';
import { clientNetworkOf, EdgeError, tooMany, type AccessPolicy, type Attempts, type Edge } from '#edge';
import type { AttemptFailure, AuditTrail, WrongAttempts } from '../../trail/index.ts';
import type { SessionCookie } from '../session-cookie.ts';
import { noRole, signInInvalid } from './oidc-errors.ts';
import type { Grant, OidcProvider } from './oidc-provider.ts';
import type { OidcSessions } from './oidc-sessions.ts';
import { returnPath } from './return-path.ts';
import type { SealedCookie } from './sealed-cookie.ts';
import type { SignInFlow } from './sign-in-flow.ts';
import type { SignOutHint } from './sign-out-hint.ts';

/** How a sign-in begins. */
export interface SignInWish {
  /** The page of the console to return to. */
  returnTo: unknown;
  /** `silent`: the provider shows nothing, and refuses where it would have to. `account`: it asks for the account. */
  mode: 'usual' | 'silent' | 'account';
}

/** What a sign-in needs of the server. */
interface Surroundings {
  edge: Edge;
  policy: AccessPolicy;
  session: SessionCookie;
  sessions: OidcSessions;
  attempts: Attempts;
  trail: AuditTrail;
  wrong: WrongAttempts;
  flows: SealedCookie<typeof SignInFlow>;
  hints: SealedCookie<typeof SignOutHint>;
}

const FAILURES: Partial<Record<string, AttemptFailure>> = {
  BAD_SIGN_IN: 'wrong',
  PROVIDER_REFUSED: 'denied',
  PROVIDER_FAILED: 'unanswered',
};

const PROMPTS = { usual: undefined, silent: 'none', account: 'login' } as const;

/** The way of a browser to a provider and back: sign-in, and sign-out there. */
export class OidcSignIn {
  constructor(private readonly of: Surroundings) {}

  /** Returns the URL at which the provider signs in. Rejects with 503 if the provider cannot be reached. */
  async begin(
    provider: OidcProvider,
    wish: SignInWish,
    [request, response]: [Request, Response],
  ): Promise<string> {
    const silent = wish.mode === 'silent';
    const secrets = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
    const redirectUri = `${this.#urlOf(request, oidcRoute(provider.name))}/callback`;
    const returnTo = returnPath(wish.returnTo, this.of.edge.base);
    try {
      const url = await provider.authorizationUrl(redirectUri, secrets, PROMPTS[wish.mode]);
      const flow = { provider: provider.name, ...secrets, redirectUri, returnTo, silent };
      await this.of.flows.set(request, response, flow, idOf(secrets.state));
      return url.href;
    } catch (error) {
      return this.#failed(error, request, { silent, returnTo });
    }
  }

  /**
   * Ends a sign-in with the answer of the provider, and returns the page to go to. Rejects with 400 if the answer does not
   * belong to a sign-in of this browser, with 403 for a person without a role, and with 429 after too many wrong ones.
   */
  async finish(provider: OidcProvider, [request, response]: [Request, Response]): Promise<string> {
    this.#requireFewAttempts(request);
    const flow = await this.of.flows.take(request, response, idOf(request.query['state']));
    try {
      if (flow?.provider !== provider.name) throw signInInvalid();
      const callback = new URL(flow.redirectUri);
      callback.search = new URL(request.originalUrl, callback).search;
      const grant = await provider.exchange(callback, flow);
      await this.#keep(provider, grant, [request, response]);
      return flow.returnTo;
    } catch (error) {
      return this.#failed(error, request, flow);
    }
  }

  /** Returns the URL at which the provider signs out; the console's, if the browser has not signed in there. */
  async signOutUrl(provider: OidcProvider, [request, response]: [Request, Response]): Promise<string> {
    const hint = await this.of.hints.take(request, response);
    const console = `${this.#urlOf(request, ROUTES.dashboard)}/`;
    if (hint?.provider !== provider.name) return console;
    // Here the person is signed out already, whether the provider can be reached or not.
    const url = await provider.endSessionUrl(hint.idToken, console).catch(() => undefined);
    return url?.href ?? console;
  }

  async #keep(provider: OidcProvider, grant: Grant, [request, response]: [Request, Response]): Promise<void> {
    const { sessions, session, attempts, hints, trail } = this.of;
    const begun = await sessions.begin(provider, grant);
    if (!begun) {
      const reason = `${grant.account.name} of ${provider.name} has no role`;
      trail.recordUnknown('admin:sign-in', clientNetworkOf(request), { outcome: 'refused', reason });
      throw noRole(grant.account.name, provider.title);
    }
    session.set(request, begun.cookie, begun.principal.signIn);
    trail.record('admin:sign-in', { admin: begun.principal, request }, { outcome: 'done' });
    attempts.remember(clientNetworkOf(request), begun.principal);
    const hint = { provider: provider.name };
    const isKept = await hints.set(request, response, { ...hint, idToken: grant.idToken });
    if (!isKept) await hints.set(request, response, hint);
  }

  /** A silent sign-in that fails leads to the sign-in page, and is not tried again. */
  #failed(
    error: unknown,
    request: Request,
    flow: Pick<SignInFlow, 'silent' | 'returnTo'> | undefined,
  ): string {
    const network = clientNetworkOf(request);
    const failure = failureOf(error);
    if (failure === 'wrong') this.of.attempts.countWrong(network);
    // What is not shown is often refused: nobody is signed in there any more.
    if (failure === 'wrong' || (failure && !flow?.silent)) this.of.wrong.count(network, failure);
    if (!flow?.silent) throw error;
    this.of.session.clear(request);
    return flow.returnTo;
  }

  #requireFewAttempts(request: Request): void {
    const blockedForMs = this.of.attempts.blockedForMs(clientNetworkOf(request), undefined);
    if (blockedForMs > 0)
      throw tooMany('TOO_MANY_ATTEMPTS', 'Too many wrong attempts.', Math.ceil(blockedForMs / 1000));
  }

  /** The URL of a route as browsers reach it. */
  #urlOf(request: Request, route: string): string {
    return `${this.of.policy.ownOrigins(request).at(-1)}${this.of.edge.base}${route}`;
  }
}

/** How the sign-in failed; undefined for a person without a role, who is on record by name. */
function failureOf(error: unknown): AttemptFailure | undefined {
  return error instanceof EdgeError ? FAILURES[error.code] : undefined;
}

/** Tells the sign-ins of several tabs apart. A browser drops a cookie with other characters in its name. */
function idOf(state: unknown): string {
  return typeof state === 'string' && /^[\w-]{8}/.test(state) ? state.slice(0, 8) : '';
}
