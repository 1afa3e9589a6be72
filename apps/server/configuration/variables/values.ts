import { z } from 'zod';
import { isHostname, isOrigin, isProxy, mountPath, SECRET, TENANT } from '#edge';
import { problemOfLogUrl } from '#events';
import { list, text, type ValueSchema } from './plain-values.ts';

const NOT_A_SECRET = 'has a character that is a blank, a comma or not ASCII';

/** The address or hostname to listen on. */
export const host: ValueSchema<string> = text('is not one address or name').pipe(
  z.string().refine(isHostname, { error: 'is neither an IP address nor a hostname' }),
);

/** One secret: what instances trust each other by, or a bearer token. */
export const longSecret: ValueSchema<string> = text('is not one text').pipe(
  z.string().min(16, { error: 'has less than 16 characters' }).regex(SECRET, { error: NOT_A_SECRET }),
);

/** Bearer tokens of admins. */
export const adminTokens: ValueSchema<string[]> = list.pipe(
  z
    .array(z.string().regex(SECRET, { error: NOT_A_SECRET }))
    .refine(isUnique, { error: 'names the same token twice' }),
);

const agentKey = z
  .string()
  .regex(/=/, { error: 'has no "=" between tenant and key', abort: true })
  .transform((entry) => {
    const [tenantId = '', ...key] = entry.split('=');
    return { tenantId, key: key.join('=') };
  })
  .pipe(
    z.object({
      tenantId: z.string().regex(TENANT, { error: 'has a tenant that is not 1 to 64 of A-Z a-z 0-9 . _ -' }),
      key: z
        .string()
        .min(1, { error: 'has no key after "="', abort: true })
        .regex(SECRET, { error: NOT_A_SECRET }),
    }),
  );

/** Bearer keys of agents, each with its tenant. */
export const agentKeys = list.pipe(
  z
    .array(agentKey)
    .refine((keys) => isUnique(keys.map(({ key }) => key)), { error: 'names the same key twice' }),
) satisfies ValueSchema;

/** The engine of the log, such as `memory:`, `sqlite:PATH`, `redis://HOST:PORT` or `nats://HOST:PORT`. */
export const log: ValueSchema<string> = text('is not one text').pipe(
  z.string().superRefine((url, context) => {
    const problem = problemOfLogUrl(url);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  }),
);

/** Hostnames, without ports. */
export const hostnames: ValueSchema<string[]> = list.pipe(
  z.array(z.string().refine(isHostname, { error: 'is not a hostname without scheme and port' })),
);

/** A URL without path, query and user, as its origin. */
export const publicUrl: ValueSchema<string> = text('is not one URL')
  .pipe(z.string().refine(isOrigin, { error: 'is not an http or https URL without path, query and user' }))
  .transform((url) => new URL(url).origin);

/** A path of plain segments. The root is refused. */
export const path: ValueSchema<string> = text('is not one path').pipe(
  z.string().refine((value) => isMountPath(value), { error: 'is not a path of plain segments' }),
);

function isMountPath(value: string): boolean {
  try {
    return mountPath(value, 'CROWSNEST_PATH') !== '';
  } catch {
    return false;
  }
}

/** The number of trusted proxies, or their addresses. */
export const trustProxy: ValueSchema<number | string[]> = list.transform((proxies, context) => {
  const [first = ''] = proxies;
  if (proxies.length === 1 && /^\d{1,2}$/.test(first)) return Number(first);
  proxies.forEach((proxy, index) => {
    if (!isProxy(proxy)) {
      context.addIssue({
        code: 'custom',
        path: [index],
        message: 'is neither a number of proxies nor an address',
      });
    }
  });
  return proxies;
});

function isUnique(items: readonly string[]): boolean {
  return new Set(items).size === items.length;
}
