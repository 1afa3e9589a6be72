import { z } from 'zod';
import { ADMIN_ROLES } from '#contract';

/** What the session cookie of a sign-in at a provider holds, sealed. Times are in milliseconds since 1970. */
export const KeptSignIn = z.object({
  id: z.string(),
  expiresAt: z.number(),
  provider: z.string(),
  /** The person's id at the provider. */
  subject: z.string(),
  name: z.string(),
  role: z.enum(ADMIN_ROLES),
  tenantId: z.string().nullable(),
  /** From then on the provider has to vouch for the person again. */
  checkedUntil: z.number(),
  /** Under which terms the provider has vouched: under others it has to again. Missing in cookies of earlier versions. */
  terms: z.string().optional(),
  /** Missing where the provider gave none: then the person passes by the provider again. */
  refreshToken: z.string().optional(),
});
/** The parsed form. */
export type KeptSignIn = z.infer<typeof KeptSignIn>;
