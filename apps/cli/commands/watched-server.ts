import { InvalidArgumentError, Option, type Command } from 'commander';

/** What the flags of `crowsnest watch` say of the server. Numbers of milliseconds are checked with the configuration. */
export interface ServerFlags {
  header: Record<string, string>;
  passthrough?: true;
  env: Record<string, string>;
  cwd?: string;
  era?: string;
  shared?: true;
  timeout?: number;
  startTimeout?: number;
  maxConcurrent?: number;
}

/** The eras that a server can be spoken to in. */
const ERAS = ['auto', 'legacy', 'modern'];

/** The flags that make no sense for a server at a URL, and for one that a command starts. */
const OF_COMMANDS = ['env', 'cwd'] as const;
const OF_URLS = ['header', 'passthrough'] as const;

/** Adds the flags that say how the server is started or reached: the members of `upstreams` in the configuration file. */
export function addServerOptions(command: Command): Command {
  return command
    .option('-H, --header <header>', 'a header of each request to a URL, such as "X-Key: abc"', addHeader, {})
    .option('--passthrough', "pass the agents' own Authorization header on to a URL")
    .option(
      '-e, --env <variable>',
      'a variable for a command: NAME=VALUE, or NAME to pass on the current value',
      addVariable,
      {},
    )
    .option('--cwd <folder>', 'the folder in which a command runs')
    .addOption(new Option('--era <era>', 'the era to use with the server; "auto" detects it').choices(ERAS))
    .option('--shared', 'one session, or process, for all agents of a tenant')
    .option('--timeout <ms>', 'how long a request may take without progress', wholeNumber)
    .option('--start-timeout <ms>', 'how long the first answer may take (default: 60000)', wholeNumber)
    .option(
      '--max-concurrent <number>',
      'the maximum number of requests at a time; further ones wait',
      wholeNumber,
    );
}

/** The server as a member of `upstreams`. Ends the process with an explanation if its flags do not fit it. */
export function serverOf(command: Command, [target = '', ...args]: string[], flags: ServerFlags): object {
  const { header, passthrough, env, cwd, era, shared, timeout, startTimeout, maxConcurrent } = flags;
  const ofBoth = { era, shared, timeoutMs: timeout, startTimeoutMs: startTimeout, maxConcurrent };
  if (!isUrl(target)) {
    refuse(command, OF_URLS, 'a server at a URL');
    return { command: target, args, env, cwd, ...ofBoth };
  }
  if (args.length > 0) command.error('error: a URL takes no arguments');
  refuse(command, OF_COMMANDS, 'a server that a command starts');
  return { url: target, headers: header, ...(passthrough && { auth: 'passthrough' }), ...ofBoth };
}

/** A flag that is passed over in silence would be a secret that somebody believes to be sent. */
function refuse(command: Command, flags: readonly string[], of: string): void {
  const given = flags.find((flag) => command.getOptionValueSource(flag) === 'cli');
  if (given !== undefined) command.error(`error: --${given} is for ${of}`);
}

function isUrl(target: string): boolean {
  return /^https?:\/\//i.test(target);
}

function addHeader(header: string, all: Record<string, string>): Record<string, string> {
  const [name = '', ...value] = header.split(':');
  if (name.trim() === '' || value.length === 0)
    throw new InvalidArgumentError('It has to be a name, a colon and a value.');
  return { ...all, [name.trim()]: value.join(':').trim() };
}

function addVariable(variable: string, all: Record<string, string>): Record<string, string> {
  const [name = '', ...value] = variable.split('=');
  return { ...all, [name]: value.length > 0 ? value.join('=') : (process.env[name] ?? '') };
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It has to be a whole number, at least 1.');
  return Number(text);
}
