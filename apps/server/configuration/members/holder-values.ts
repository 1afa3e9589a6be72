import { z } from 'zod';
import { SECRET, SHA256, TENANT } from '#edge';

/** The name that people see of whoever holds a token or a key. */
export const holderName = z
  .string({ error: 'is not a text' })
  .regex(/^[^\p{C}]{1,100}$/u, { error: 'is not 1 to 100 printable characters' });

/** A token or a key. */
export const secretText = z
  .string({ error: 'is not a text' })
  .regex(SECRET, { error: 'has a blank, a comma or a character beyond ASCII' });

/** The SHA-256 of a token or a key. */
export const secretSha256 = z
  .string({ error: 'is not a text' })
  .regex(SHA256, { error: 'is not 64 hex digits in lower case' });

/** The name of a tenant. */
export const tenantName = z
  .string({ error: 'is not a text' })
  .regex(TENANT, { error: 'is not 1 to 64 of A-Z a-z 0-9 . _ -' });

/** A time in UTC. */
export const time = z.iso.datetime({ error: 'is not a time in UTC' });

/** A scope. RFC 6749 allows no blank, quote or backslash in a scope. */
export const scope = z
  .string({ error: 'is not a text' })
  .regex(/^[!#-[\]-~]{1,100}$/, { error: 'is not a scope of 1 to 100 printable ASCII characters' });
