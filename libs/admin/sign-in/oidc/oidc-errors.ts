import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import { EdgeError } from '#edge';

/** Seconds after which a provider that failed may be asked again. */
const RETRY_S = 5;

/** Errors by which a provider says that the person has to sign in again, or may not. */
const REFUSALS = [
  'invalid_grant',
  'access_denied',
  'login_required',
  'interaction_required',
  'consent_required',
];

/** Errors of the client library for an answer that never came, or that is not one of a provider. */
const FAILURES = [
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
];

/** Whether the provider was asked and does not vouch for the person. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ResponseBodyError && REFUSALS.includes(error.error);
}

/** Whether the provider does not accept this server as a client, such as for a secret that was replaced. */
export function isWrongClient(error: unknown): boolean {
  // Where the client is authenticated by header, the answer has a challenge, and the library does not read its body.
  if (error instanceof WWWAuthenticateChallengeError) return true;
  return error instanceof ResponseBodyError && error.error === 'invalid_client';
}

/** What a person is told, and the cause for the log of the server. `byDefault` makes the error of an invalid answer. */
export function oidcErrorOf(
  error: unknown,
  provider: string,
  byDefault: (provider: string) => Error,
): { told: Error; cause?: unknown } {
  if (error instanceof EdgeError) return { told: error };
  if (error instanceof AuthorizationResponseError) return { told: providerRefused(provider, error.error) };
  if (isFailure(error)) return { told: providerFailed(provider), cause: error };
  return { told: byDefault(provider), cause: error };
}

/** 503: the provider cannot be reached, or answers with an error of its own or about this client. */
export function providerFailed(provider: string): EdgeError {
  const message =
    `${provider} cannot be reached, or does not accept this server as a client: its log says why. ` +
    `Try again in ${RETRY_S} s.`;
  return new EdgeError(503, 'PROVIDER_FAILED', message, { retryAfterSeconds: RETRY_S });
}

/** 403: the person has cancelled the sign-in, or the provider does not allow it. */
function providerRefused(provider: string, reason: string): EdgeError {
  const code = /^[\w-]{1,40}$/.test(reason) ? ` (${reason})` : '';
  return new EdgeError(403, 'PROVIDER_REFUSED', `${provider} has not signed you in${code}.`);
}

/** 400: the callback does not belong to a sign-in of this browser, came twice, or does not hold what it should. */
export function signInInvalid(): EdgeError {
  const message =
    'This sign-in was not begun in this browser, took longer than 10 minutes, or was finished before. Sign in again.';
  return new EdgeError(400, 'BAD_SIGN_IN', message);
}

/** 403: the provider knows the person, and nothing here gives them a role. */
export function noRole(name: string, provider: string): EdgeError {
  const message =
    `${provider} has signed you in as ${name}, and that account has no role on this server. ` +
    'Ask whoever runs it for one, or sign in with another account.';
  return new EdgeError(403, 'NO_ROLE', message);
}

/** 404: the configuration does not name the provider. */
export function unknownProvider(): EdgeError {
  return new EdgeError(404, 'UNKNOWN_PROVIDER', 'This server has no such provider to sign in with.');
}

function isFailure(error: unknown): boolean {
  if (isWrongClient(error)) return true;
  if (error instanceof ResponseBodyError) return !REFUSALS.includes(error.error);
  if (error instanceof ClientError) return FAILURES.includes(error.code ?? '');
  // `fetch` rejects so if there is no connection.
  return error instanceof TypeError && error.message === 'fetch failed';
}
