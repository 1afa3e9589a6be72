import { bearer, type Holder } from './holders.ts';

/** A way in which an admin proves who they are. */
export interface Credential {
  name: string;
  /** Whether a browser sends it by itself, so that a command needs the Origin of the server. */
  isCookie: boolean;
  /** The headers that prove it; of a sign-in of its own each time. */
  headersOf(origin: string, holder: Holder): Promise<Record<string, string>>;
}

/** The ways that every application has. */
export const CREDENTIALS: readonly Credential[] = [
  { name: 'bearer', isCookie: false, headersOf: (_origin, { token }) => Promise.resolve(bearer(token)) },
  {
    name: 'cookie',
    isCookie: true,
    headersOf: async (origin, holder) => ({ cookie: await signIn(origin, holder), origin }),
  },
];

/** Signs in with a token; returns the cookie as `name=value`. */
export async function signIn(origin: string, { token }: Pick<Holder, 'token'>): Promise<string> {
  const response = await fetch(`${origin}/auth/session`, { method: 'POST', headers: bearer(token) });
  const [cookie = ''] = response.headers.getSetCookie()[0]?.split(';') ?? [];
  if (cookie === '') throw new Error(`Signing in was answered with ${response.status} and no cookie`);
  return cookie;
}
