import { parseArgs } from 'node:util';
import type { Destination } from './connections/connection.ts';

/** The text of `--help`. */
export const USAGE = `Usage: npm run agents -- [options]

Three demo agents that work on an MCP server until Ctrl-C.

  --url URL            the MCP endpoint (default http://127.0.0.1:3000/mcp)
  --key KEY            sent as a bearer token (default: the environment's AGENT_KEY)
  --duration SECONDS   stop by themselves after this time
  --seed NUMBER        the same seed decides on the same calls again (default 1)
  --help               this text
`;

/** What the command line asks for. */
export interface AgentsOptions extends Destination {
  /** In milliseconds; undefined to run until a signal. */
  durationMs: number | undefined;
  seed: number;
}

/** Reads the command line. Returns `help` when `--help` is given. Throws an error that names the faulty option. */
export function readOptions(argv: string[], env: NodeJS.ProcessEnv): AgentsOptions | 'help' {
  const { values } = parseArgs({
    args: argv,
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:3000/mcp' },
      key: { type: 'string' },
      duration: { type: 'string' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const seconds = values.duration === undefined ? undefined : numberFrom('--duration', values.duration);
  return {
    url: urlFrom(values.url),
    key: values.key ?? (env['AGENT_KEY'] || undefined),
    durationMs: seconds === undefined ? undefined : seconds * 1_000,
    seed: numberFrom('--seed', values.seed),
  };
}

function urlFrom(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new TypeError(`--url must be an http(s) address, not "${text}"`);
  }
  return url;
}

function numberFrom(option: string, text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number < 0) {
    throw new TypeError(`${option} must be a number of at least 0, not "${text}"`);
  }
  return number;
}
