import { z } from 'zod';
import { LONGEST_TIMER_MS, TENANT } from '#edge';
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

/** Members by which other clients know what they may do themselves. They mean nothing here. */
const FOREIGN = {
  name: z.unknown().optional(),
  description: z.unknown().optional(),
  version: z.unknown().optional(),
  icon: z.unknown().optional(),
  gallery: z.unknown().optional(),
  trust: z.unknown().optional(),
  watchPaths: z.unknown().optional(),
  autoApprove: z.unknown().optional(),
  alwaysAllow: z.unknown().optional(),
  timeout: z.unknown().optional(),
};

const type = z
  .enum(['stdio', 'http', 'streamable-http', 'streamable_http', 'streamableHttp'], {
    error: 'is none of stdio, http, streamable-http; the older transport "sse" is not served',
  })
  .optional();

const FORM = {
  type: type.describe('How it is reached. Default: what follows from `command` or `url`.'),
  transport: type.describe('What some clients call `type`.'),
  transportType: type.describe('What other clients call `type`.'),
  command: text.min(1, { error: 'is empty' }).describe('The command that starts it.').optional(),
  args: z.array(text, { error: 'is not a list' }).describe('The arguments of the command.').optional(),
  env: texts.describe('What its process gets beside a short list of harmless variables.').optional(),
  cwd: text.describe('The folder of its process.').optional(),
  url: text.describe('The URL at which it serves Streamable HTTP.').optional(),
  headers: texts.describe('Headers of each request to it.').optional(),
  auth: z
    .enum(['none', 'headers', 'passthrough'], { error: 'is none of none, headers, passthrough' })
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
  ...FOREIGN,
};

const upstream = z
  .strictObject(FORM, { error: ({ code }) => (code === 'invalid_type' ? 'is not an object' : undefined) })
  .superRefine(({ command, url, shared, auth, ...given }, context) => {
    const type = given.type ?? given.transport ?? given.transportType;
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
  .record(z.string().regex(NAME), upstream, {
    error: ({ code }) => (code === 'invalid_key' ? BAD_NAME : 'is not an object'),
  })
  .transform((all) => {
    const enabled = Object.entries(all).filter(([, { disabled }]) => disabled !== true);
    return Object.fromEntries(enabled.map(([name, given]) => [name, optionsOf(given)]));
  });

/** Members that have done their part once they are checked: `command` or `url` says the rest. */
const CHECKED = ['disabled', 'transport', 'transportType'];

/** What is left of the members of an upstream when those are removed that have done their part. */
function optionsOf(given: object): UpstreamOptions {
  const kept = Object.entries(given).filter(
    ([member]) => !CHECKED.includes(member) && !Object.hasOwn(FOREIGN, member),
  );
  return Object.fromEntries(kept) as unknown as UpstreamOptions;
}

/** Why a URL cannot be that of an upstream; undefined if it can. */
export function problemOfUpstreamUrl(url: string): string | undefined {
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return 'is not an http or https URL';
  if (parsed.username || parsed.password)
    return 'holds a user or password, which belong into the header Authorization';
  return parsed.hash ? 'has a fragment, which is of no use' : undefined;
}
