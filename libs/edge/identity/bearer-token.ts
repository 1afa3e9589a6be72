import type { Request } from 'express';

/** The token of `Authorization: Bearer`. Tokens in other parts of a request are ignored. */
export function bearerTokenOf(request: Request): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
}
