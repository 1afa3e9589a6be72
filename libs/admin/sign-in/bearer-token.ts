import type { Request } from 'express';

/** The token of `Authorization: Bearer`; a token anywhere else in a request is none. */
export function bearerTokenOf(request: Request): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
}
