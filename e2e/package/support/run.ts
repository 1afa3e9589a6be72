import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, dirname, join } from 'node:path';

/** Where and how a program runs: in a folder outside the repository, on a Node.js of the test's choice. */
export interface Place {
  readonly folder: string;
  /** The folder of the `node` that comes first on the PATH. Default: that of the Node.js that runs the suite. */
  readonly nodeFolder?: string;
}

/** The environment of a consumer, without this repository's `node_modules` on the PATH. */
export function consumerEnvironment(
  { nodeFolder = dirname(process.execPath) }: Place,
  env: Record<string, string> = {},
): NodeJS.ProcessEnv {
  const outside = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes(join('node_modules', '.bin')));
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS|JEST_|CI$)/.test(name));
  return {
    ...Object.fromEntries(kept),
    PATH: [nodeFolder, ...outside].join(delimiter),
    NO_COLOR: '1',
    ...env,
  };
}

export interface Outcome {
  exitCode: number | null;
  output: string;
}

/** Runs a program to its end. */
export async function outcomeOf(
  place: Place,
  program: string,
  args: readonly string[],
  env?: Record<string, string>,
): Promise<Outcome> {
  const child = spawn(program, args, { cwd: place.folder, env: consumerEnvironment(place, env) });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, output };
}

/** Runs a program to its end, and resolves with its output; rejects with the output when it fails. */
export async function run(
  place: Place,
  program: string,
  args: readonly string[],
  env?: Record<string, string>,
): Promise<string> {
  const { exitCode, output } = await outcomeOf(place, program, args, env);
  if (exitCode !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${exitCode}:\n${output}`);
  return output;
}
