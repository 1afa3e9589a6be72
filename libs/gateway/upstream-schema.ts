import { z } from 'zod';
import { LONGEST_TIMER_MS, TENANT } from '#edge';
import { inOurWords, OF_NO_CONCERN, saysSomething, WITHOUT_EFFECT } from './other-clients.ts';
import type { UpstreamOptions } from './upstream-options.ts';

/** `__` stands between the name of an upstream and that of its tool, where several are offered together. */
const NAME = /^(?!.*__)\w[\w.-]{0,39}$/;

const BAD_NAME =
  'has a name that is not 1 to 40 of A-Z a-z 0-9 . _ -, or that begins with . or -, or that holds "__"';

const text = z.string({ error: 'is not a text' });
const texts = z.record(z.string(), text, { error: 'is not an object of texts' });
const number = (max: number) =>
  z
    .int({ error: 'is not a whole number' })
    .min(1, { error: 'is less than 1' })
    .max(max, { error: `is more than ${max}` });

/** Members of other clients, of any form: they mean nothing here. */
const FOREIGN = Object.fromEntries(
  [...OF_NO_CONCERN, ...WITHOUT_EFFECT].map((member) => [member, z.unknown().optional()]),
) as Record<(typeof OF_NO_CONCERN | typeof WITHOUT_EFFECT)[number], z.ZodOptional<z.ZodUnknown>>;

const type = z
  .enum(['stdio', 'local', 'http', 'streamable-http', 'streamable_http', 'streamableHttp'], {
    error: 'is none of stdio, http, streamable-http; the older transport "sse" is not served',
  })
  .optional();

const FORM = {
  type: type.describe('How it is reached. Default: what follows from `command` or `url`.'),
  transport: z
    .union([type, z.looseObject({})])
    .describe('What some clients call `type`, or an object with what reaches the server.')
    .optional(),
  transportType: type.describe('What other clients call `type`.'),
  command: text.min(1, { error: 'is empty' }).describe('The command that starts it.').optional(),
  args: z.array(text, { error: 'is not a list' }).describe('The arguments of the command.').optional(),
  env: texts.describe('What its process gets beside a short list of harmless variables.').optional(),
  cwd: text.describe('The folder of its process.').optional(),
  working_directory: text.describe('What some clients call `cwd`.').optional(),
  url: text.describe('The URL at which it serves Streamable HTTP.').optional(),
  httpUrl: text.describe('What some clients call `url`.').optional(),
  serverUrl: text.describe('What other clients call `url`.').optional(),
  baseUrl: text.describe('What yet others call `url`.').optional(),
  headers: texts.describe('Headers of each request to it.').optional(),
  auth: z
    .union([z.enum(['none', 'headers', 'passthrough']), z.looseObject({})], {
      error: 'is none of none, headers, passthrough',
    })
    .describe("What goes up of credentials: nothing, `headers`, or the agent's own `Authorization`.")
    .optional(),
  era: z
    .enum(['auto', 'legacy', 'modern'], { error: 'is none of auto, legacy, modern' })
    .describe('The era that it is spoken to in. Default: `auto`, which finds it out once and remembers it.')
    .optional(),
  startTimeoutMs: number(LONGEST_TIMER_MS)
    .describe('Milliseconds that the first answer of a process or session may take. Default: 60,000.')
    .optional(),
  timeoutMs: number(LONGEST_TIMER_MS)
    .describe('Milliseconds that a request may take without progress. Default: as long as it wants.')
    .optional(),
  maxConcurrent: number(1_000_000)
    .describe('Maximum number of requests in flight. Default: no limit.')
    .optional(),
  shared: z
    .boolean({ error: 'is neither true nor false' })
    .describe('Whether all agents of a tenant share one session of it. Default: each has its own.')
    .optional(),
  tenants: z
    .array(text.regex(TENANT, { error: 'is not 1 to 64 of A-Z a-z 0-9 . _ -' }), { error: 'is not a list' })
    .describe('The tenants whose agents find it. Default: all.')
    .optional(),
  disabled: z.boolean({ error: 'is neither true nor false' }).describe('Whether it is left out.').optional(),
  enabled: z.boolean({ error: 'is neither true nor false' }).describe('False: it is left out.').optional(),
  isActive: z.boolean({ error: 'is neither true nor false' }).describe('False: it is left out.').optional(),
  ...FOREIGN,
};

const upstream = z
  .strictObject(FORM, { error: ({ code }) => (code === 'invalid_type' ? 'is not an object' : undefined) })
  .superRefine(({ type, command, url, shared, auth }, context) => {
    const fault = (message: string): void => context.addIssue({ code: 'custom', message });
    if (command === undefined && url === undefined) fault('has neither a command nor a url');
    if (command !== undefined && url !== undefined) fault('has a command and a url');
    if (type !== undefined && (type === 'stdio') !== (command !== undefined))
      fault(type === 'stdio' ? 'is of type stdio and has no command' : `is of type ${type} and has no url`);
    if (shared && auth === 'passthrough') fault('is shared, so no credentials of single agents can go up');
  })
  .superRefine(({ url }, context) => {
    // Variables are replaced later.
    const message = url === undefined || url.includes('${') ? undefined : problemOfUpstreamUrl(url);
    if (message !== undefined) context.addIssue({ code: 'custom', message, path: ['url'] });
  });

/** Upstream servers by name, in the form of `mcpServers` that other clients use, with our options beside it. */
export const UPSTREAMS = z
  .preprocess(
    inOurWords,
    z.record(z.string().regex(NAME), upstream, {
      error: ({ code }) => (code === 'invalid_key' ? BAD_NAME : 'is not an object'),
    }),
  )
  .transform((all) =>
    Object.fromEntries(Object.entries(all).map(([name, given]) => [name, optionsOf(given)])),
  );

/** The options of an upstream, and the members that nothing comes of although the client that they are for would follow them. */
export type CheckedUpstream = UpstreamOptions & { withoutEffect?: readonly string[] };

function optionsOf({ auth, ...given }: z.output<typeof upstream>): CheckedUpstream {
  const isOfOthers = (member: string): boolean => member === 'disabled' || Object.hasOwn(FOREIGN, member);
  const ours = Object.entries(given).filter(([member]) => !isOfOthers(member));
  const isOurs = typeof auth === 'string';
  const withoutEffect: string[] = WITHOUT_EFFECT.filter((member) => saysSomething(given[member]));
  if (auth !== undefined && !isOurs) withoutEffect.push('auth');
  return {
    ...Object.fromEntries(ours),
    ...(isOurs && { auth }),
    ...(withoutEffect.length > 0 && { withoutEffect }),
  } as unknown as CheckedUpstream;
}

/** Why a URL cannot be that of an upstream; undefined if it can. */
export function problemOfUpstreamUrl(url: string): string | undefined {
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return 'is not an http or https URL';
  if (parsed.username || parsed.password)
    return 'holds a user or password, which belong into the header Authorization';
  return parsed.hash ? 'has a fragment, which is of no use' : undefined;
}
