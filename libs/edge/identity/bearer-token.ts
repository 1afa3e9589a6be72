import type { Request } from 'express';

/** The token of `Authorization: Bearer`. A token anywhere else in a request does not count. */
export function bearerTokenOf(request: Request): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
}
