import { z } from 'zod';
import { SIGN_IN_MS } from '../sign-outs/sign-in-duration.ts';
import type { SealedCookieKind } from './sealed-cookie.ts';

/** What a sign-out at the provider needs: the ID token, where it is short enough for a cookie. */
export const SignOutHint = z.object({ provider: z.string(), idToken: z.string().optional() });

/** Strict: a link on another site signs nobody out. */
export const HINT_COOKIE: SealedCookieKind<typeof SignOutHint> = {
  suffix: 'hint',
  schema: SignOutHint,
  maxAgeMs: SIGN_IN_MS,
  sameSite: 'strict',
};
