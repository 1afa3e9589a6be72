import { z } from 'zod';
import type { SealedCookieKind } from './sealed-cookie.ts';

/** What the browser keeps of a sign-in under way, sealed, until the provider sends it back. */
export const SignInFlow = z.object({
  provider: z.string(),
  state: z.string(),
  nonce: z.string(),
  /** The PKCE code verifier. */
  verifier: z.string(),
  redirectUri: z.string(),
  /** The path of the console's page where the person was. */
  returnTo: z.string(),
  /** Whether the provider was asked to sign in without showing anything. */
  silent: z.boolean(),
});
export type SignInFlow = z.infer<typeof SignInFlow>;

/** The browser comes back from the provider's site, so a strict cookie would not come with it. */
export const FLOW_COOKIE: SealedCookieKind<typeof SignInFlow> = {
  suffix: 'flow',
  schema: SignInFlow,
  maxAgeMs: 10 * 60_000,
  sameSite: 'lax',
};
