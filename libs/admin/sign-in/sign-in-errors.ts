import type { AdminRole } from '#contract';
import { EdgeError } from '#edge';

/** 403: signed in, and not allowed to do this. */
export function roleMissing(needed: AdminRole): EdgeError {
  return new EdgeError(403, 'FORBIDDEN', `This needs the role ${needed}.`);
}

/** 403: a command by cookie that does not come from the server's own pages. */
export function originNeeded(): EdgeError {
  const message =
    "A command by cookie needs an Origin header equal to this server's own. Behind a proxy, set " +
    'CROWSNEST_PUBLIC_URL or CROWSNEST_TRUST_PROXY; other programs send Authorization: Bearer.';
  return new EdgeError(403, 'ORIGIN_NEEDED', message);
}
