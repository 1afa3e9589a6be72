import { createHmac } from 'node:crypto';

/** A secret for one purpose, derived from the one that all instances share (32 bytes, base64url). */
export function derivedSecret(clusterSecret: string, purpose: string): string {
  return createHmac('sha256', clusterSecret).update(purpose).digest('base64url');
}
