import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';

const PACKAGE = '@modelcontextprotocol/conformance';

/** The revisions that this server speaks and the suite has requirements for. */
export const REVISIONS = ['2025-11-25', '2026-07-28'] as const;

export type Revision = (typeof REVISIONS)[number];

/** The names of the scenarios that a revision requires of a server. */
export async function requiredScenarios(revision: Revision): Promise<string[]> {
  const { code, output } = await runSuite(['list', '--server', '--requirements', revision]);
  // The rest of the list is required of clients, or runs without being counted.
  const [required = ''] = output.split(/^(?:Client scenarios|Run and reported)/m);
  const names = [...required.matchAll(/^ {2}- (\S+)$/gm)].map(([, name = '']) => name);
  if (code !== 0 || names.length === 0) throw new Error(`The suite lists no scenarios: ${output}`);
  return names;
}

/** Runs every scenario of a revision against an endpoint. Each writes its checks to its own folder. */
export async function runScenarios(revision: Revision, url: string, folder: string): Promise<string> {
  const { output } = await runSuite([
    'server',
    '--url',
    url,
    '--requirements',
    revision,
    '--output-dir',
    folder,
  ]);
  return output;
}

async function runSuite(args: string[]): Promise<{ code: number | null; output: string }> {
  const manifest = findPackageJSON(PACKAGE, import.meta.url);
  if (manifest === undefined) throw new Error(`${PACKAGE} is not installed`);
  const program = join(dirname(manifest), 'dist/index.js');
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, output: output + errors };
}
