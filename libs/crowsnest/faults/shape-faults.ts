import type { CrowsnestOptions } from '../crowsnest-options.ts';
import type { OptionFault } from '../options-error.ts';

/** Every option: whether it is a group of others. */
const OPTIONS = {
  path: 'alone',
  standalone: 'alone',
  // It has checks of its own.
  upstreams: 'alone',
  events: 'group',
  sessions: 'group',
  tools: 'group',
  mcp: 'group',
  quotas: 'group',
  access: 'group',
  signIn: 'group',
  stats: 'group',
  cluster: 'group',
  admin: 'group',
  dashboard: 'group',
  ingest: 'group',
  alerts: 'group',
  telemetry: 'group',
} satisfies Record<keyof CrowsnestOptions, 'alone' | 'group'>;

/** Lists of objects in the groups. */
const LISTS = [
  ['mcp', 'agentKeys'],
  ['signIn', 'tokens'],
  ['ingest', 'keys'],
] as const;

/** Groups in the groups. */
const INNER_GROUPS = [
  ['tools', 'payloads'],
  ['mcp', 'limits'],
  ['events', 'instance'],
] as const;

/** Texts in the groups, and one that may be null. */
const TEXTS = [['events', 'log']] as const;
const TEXTS_OR_NULL = [['signIn', 'dataDirectory']] as const;

const NAMES = Object.keys(OPTIONS).join(', ');
const GROUP = 'Give an object, or leave it out for its defaults.';
const LIST = 'Give a list of objects, or leave it out.';
const TEXT = 'Give a text, or leave it out for its default.';

/**
 * Returns what is wrong with the form of the options. A factory may return anything, and callers may be written in
 * JavaScript. Options of such a form cannot be checked further.
 */
export function shapeFaults(options: unknown): OptionFault[] {
  if (!isGroup(options)) return [fault('options', 'are no object', 'Return {} for the defaults.')];
  const unknown = Object.keys(options).filter((name) => !Object.hasOwn(OPTIONS, name));
  const groups = Object.entries(OPTIONS).flatMap(([name, kind]) => (kind === 'group' ? [name] : []));
  return [
    ...unknown.map((name) => fault(name, 'is not an option', `Remove it, or correct it to one of ${NAMES}.`)),
    ...groups
      .filter((name) => !isLeftOutOr(isGroup, options[name]))
      .map((name) => fault(name, 'is no object', GROUP)),
    ...members(options, INNER_GROUPS, isGroup, 'is no object', GROUP),
    ...members(options, LISTS, isListOfGroups, 'is no list of objects', LIST),
    ...members(options, TEXTS, isText, 'is no text', TEXT),
    ...members(options, TEXTS_OR_NULL, (value) => value === null || isText(value), 'is no text', TEXT),
  ];
}

type Group = Record<string, unknown>;
type Test = (value: unknown) => boolean;

function members(
  options: Group,
  paths: readonly (readonly [group: string, member: string])[],
  isRight: Test,
  problem: string,
  remedy: string,
): OptionFault[] {
  return paths
    .filter(([group, member]) => {
      const given = options[group];
      return isGroup(given) && !isLeftOutOr(isRight, given[member]);
    })
    .map((path) => fault(path.join('.'), problem, remedy));
}

function fault(option: string, problem: string, remedy: string): OptionFault {
  return { option, problem, remedy };
}

function isLeftOutOr(isRight: Test, value: unknown): boolean {
  return value === undefined || isRight(value);
}

function isGroup(value: unknown): value is Group {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOfGroups(value: unknown): boolean {
  return Array.isArray(value) && value.every(isGroup);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
