import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import type { Fault } from './fault.ts';
import { MEMBER_NAMES, type MemberName } from './members/members.ts';
import { COMMAND_LINE_VARIABLES } from './variables/command-line-variables.ts';
import type { Given } from './variables/plain-values.ts';
import { FILE_VARIABLE, VARIABLE_NAMES } from './variables/variables.ts';

/** The given settings by name, before they are checked, and the faults in their names. */
export interface Settings {
  given: ReadonlyMap<string, Given>;
  /** The members of the file that are no variables, as it has them. */
  members: Partial<Record<MemberName, unknown>>;
  faults: Fault[];
}

/** A member of the file for editors, which names the file's JSON Schema. */
export const SCHEMA_MEMBER = '$schema';

const PREFIX = 'CROWSNEST_';
/** The members of the file that are no variables. */
const APART: ReadonlySet<string> = new Set([SCHEMA_MEMBER, ...MEMBER_NAMES]);
const KNOWN: ReadonlySet<string> = new Set(VARIABLE_NAMES);
/** Variables of the environment that are no settings. */
const NO_SETTINGS: ReadonlySet<string> = new Set([
  FILE_VARIABLE.name,
  ...Object.values(COMMAND_LINE_VARIABLES),
]);

/**
 * Merges the settings of the environment over those of the file that `CROWSNEST_CONFIG` names. An empty value counts
 * as not set. An unknown name is a fault, because it may be misspelt.
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const path = environment[FILE_VARIABLE.name];
  const file: Settings = path ? readFile(path) : { given: new Map(), members: {}, faults: [] };
  const ours = Object.entries(environment).filter(
    ([name]) => KNOWN.has(name) || (name.startsWith(PREFIX) && !NO_SETTINGS.has(name)),
  );
  const faults = ours
    .filter(([name]) => !KNOWN.has(name))
    .map(([name]) => unknownName(name, 'the environment'));
  const set = ours.filter((entry): entry is [string, string] => Boolean(entry[1]?.trim()));
  return { ...file, given: new Map([...file.given, ...set]), faults: [...file.faults, ...faults] };
}

const FileContents = z
  .object(Object.fromEntries([SCHEMA_MEMBER, ...MEMBER_NAMES].map((name) => [name, z.unknown().optional()])))
  .catchall(z.union([z.string(), z.number().transform(String), z.array(z.string())]));

function readFile(path: string): Settings {
  const json = readJson(path);
  if ('problem' in json) return brokenFile(json.problem);
  const { success, data, error } = FileContents.safeParse(json.value);
  if (!success) {
    const [name] = error.issues[0]?.path ?? [];
    if (name === undefined) return brokenFile(`names ${path}, which does not hold a JSON object`);
    return brokenFile(
      `names ${path}, where ${String(name)} is neither text, nor a number, nor a list of texts`,
    );
  }
  const settings = Object.entries(data).filter((entry): entry is [string, Given] => !APART.has(entry[0]));
  const faults = settings.filter(([name]) => !KNOWN.has(name)).map(([name]) => unknownName(name, path));
  const set = settings.filter(([, value]) => value.length > 0);
  const members = Object.fromEntries(
    MEMBER_NAMES.filter((name) => data[name] !== undefined).map((name) => [name, data[name]]),
  );
  return { given: new Map(set), members, faults };
}

function readJson(path: string): { value: unknown } | { problem: string } {
  let contents: string;
  try {
    // Reading a pipe would wait for a writer, and a device might never end.
    if (!statSync(path).isFile()) return { problem: `names ${path}, which is not a regular file` };
    contents = readFileSync(path, 'utf8');
  } catch (error) {
    const { code = 'an error' } = error as NodeJS.ErrnoException;
    return { problem: `names ${path}, which cannot be read (${code})` };
  }
  try {
    // Some editors begin a file with the mark.
    return { value: JSON.parse(contents.replace(/^\ufeff/, '')) };
  } catch (error) {
    // The parser's message quotes the text, which may hold secrets, so only the position is reported.
    const position = /line \d+ column \d+/.exec(String(error))?.[0];
    return { problem: `names ${path}, which is not valid JSON${position ? ` at ${position}` : ''}` };
  }
}

function brokenFile(problem: string): Settings {
  const remedy = 'Name a JSON file such as { "PORT": 3000, "ADMIN_TOKENS": ["…"] }, or unset the variable.';
  return { given: new Map(), members: {}, faults: [{ variable: FILE_VARIABLE.name, problem, remedy }] };
}

function unknownName(name: string, where: string): Fault {
  const known = VARIABLE_NAMES.filter(
    (candidate) => name.startsWith(PREFIX) === candidate.startsWith(PREFIX),
  );
  return {
    variable: name,
    problem: `in ${where} is not a variable of this version`,
    remedy: `Remove it, or correct it to one of ${known.join(', ')}.`,
  };
}
