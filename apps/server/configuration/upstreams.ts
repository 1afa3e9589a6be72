import { problemOfUpstreamUrl, type CheckedUpstream, type UpstreamOptions, type Upstreams } from '#gateway';
import { expandVariables } from './expand-variables.ts';
import type { Fault } from './fault.ts';
import type { Members } from './members/members.ts';
import type { Values } from './variables/read-values.ts';

/** The members of an upstream in which variables are replaced. */
const EXPANDED = ['command', 'args', 'env', 'cwd', 'url', 'headers'] as const;

const NAMES = new Intl.ListFormat('en');

/** The upstreams of all places where they may be given, with their variables replaced, and what to say of them. */
export function readUpstreams(
  { CROWSNEST_UPSTREAMS = {} }: Partial<Values>,
  { upstreams = {}, mcpServers = {} }: Members,
  environment: NodeJS.ProcessEnv,
): { upstreams: Upstreams; faults: Fault[]; warnings: string[] } {
  const places = { CROWSNEST_UPSTREAMS, upstreams, mcpServers };
  const all: Record<string, UpstreamOptions> = {};
  const faults: Fault[] = [];
  const warnings: string[] = [];
  for (const [place, given] of Object.entries(places))
    for (const [name, { withoutEffect, ...options }] of Object.entries<CheckedUpstream>(given)) {
      const variable = `${place}.${name}`;
      if (withoutEffect)
        warnings.push(
          `${variable} has members of other clients that have no effect here: ${NAMES.format(withoutEffect)}`,
        );
      if (Object.hasOwn(all, name)) faults.push(repeated(variable));
      const expanded = expandedUpstream(variable, options, environment);
      all[name] = expanded.options;
      faults.push(...expanded.faults);
    }
  return { upstreams: all, faults, warnings };
}

function repeated(variable: string): Fault {
  return {
    variable,
    problem: 'has a name that another upstream has too',
    remedy: 'Give each a name of its own.',
  };
}

function expandedUpstream(
  variable: string,
  options: UpstreamOptions,
  environment: NodeJS.ProcessEnv,
): { options: UpstreamOptions; faults: Fault[] } {
  const faults: Fault[] = [];
  const expand = (member: string, value: unknown): unknown => {
    if (typeof value !== 'string') return mapped(value, (key, part) => expand(`${member}.${key}`, part));
    const { text, missing, foreign } = expandVariables(value, environment);
    for (const written of foreign)
      faults.push({
        variable: `${variable}.${member}`,
        problem: `holds ${written}, which only another client can replace`,
        remedy: 'Write ${NAME}, which stands for a variable of the environment.',
      });
    for (const name of missing)
      faults.push({
        variable: `${variable}.${member}`,
        problem: `names the variable ${name}, which is not set`,
        remedy: `Set it, or give a default: \${${name}:-DEFAULT}.`,
      });
    return text;
  };
  const changed = EXPANDED.filter((member) => member in options).map(
    (member) => [member, expand(member, (options as unknown as Record<string, unknown>)[member])] as const,
  );
  const expanded: UpstreamOptions = { ...options, ...Object.fromEntries(changed) };
  const problem = faults.length === 0 && 'url' in expanded ? problemOfUpstreamUrl(expanded.url) : undefined;
  if (problem !== undefined)
    faults.push({
      variable: `${variable}.url`,
      problem,
      remedy: 'Give a URL such as http://127.0.0.1:8000/mcp.',
    });
  return { options: expanded, faults };
}

function mapped(value: unknown, change: (key: string, part: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((part, index) => change(String(index), part));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, change(key, part)]));
}
