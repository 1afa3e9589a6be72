import { SESSION_COOKIE } from '#contract';
import type { CookieOptions, Request } from 'express';

/** The value of the session cookie that the request carries. */
export function sessionCookieOf(request: Request): string | undefined {
  const name = `${SESSION_COOKIE}=`;
  const pairs = request.headers.cookie?.split(';').map((pair) => pair.trim());
  return pairs?.find((pair) => pair.startsWith(name))?.slice(name.length);
}

/** How the cookie is set, and cleared: for this site alone, and out of the reach of scripts. */
export function sessionCookieOptions(secure: boolean): CookieOptions {
  return { httpOnly: true, sameSite: 'strict', path: '/', secure };
}
