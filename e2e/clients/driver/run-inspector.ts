import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

/** The adapters beside this folder are a package of their own, which has the inspector. */
const ADAPTERS = new URL('../adapters/package.json', import.meta.url);

/** What the command line of the MCP Inspector has printed. */
export interface Inspected {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the inspector's command line to its end, or stops it as Ctrl-C would. It keeps what it stores in the home folder. */
export async function runInspector(
  args: readonly string[],
  { home, signal }: { home?: string | undefined; signal?: AbortSignal | undefined } = {},
): Promise<Inspected> {
  const manifest = findPackageJSON('@modelcontextprotocol/inspector', ADAPTERS) ?? '';
  const program = join(dirname(manifest), 'clients/cli/build/index.js');
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env['PATH'], HOME: home ?? process.env['HOME'] },
    stdio: ['ignore', 'pipe', 'pipe'],
    killSignal: 'SIGINT',
    ...(signal && { signal }),
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await once(child, 'close');
  return { exitCode: child.exitCode, stdout, stderr };
}
