import { UPSTREAMS } from '#gateway';
import type { CrowsnestOptions } from '../crowsnest-options.ts';
import type { OptionFault } from '../options-error.ts';

/** The faults of the servers behind Crowsnest. */
export function upstreamFaults({ upstreams = {} }: CrowsnestOptions): OptionFault[] {
  const { error } = UPSTREAMS.safeParse(upstreams);
  return (error?.issues ?? []).map((issue) => ({
    option: ['upstreams', ...issue.path].join('.'),
    problem:
      issue.code === 'unrecognized_keys' ? `has unknown members: ${issue.keys.join(', ')}` : issue.message,
    remedy: 'Give { command, args, env, cwd } or { url, headers } by name.',
  }));
}
