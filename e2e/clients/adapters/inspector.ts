import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Connect } from '../driver/public-client.ts';
import { answerOf } from '../driver/tool-results.ts';

const manifest = createRequire(import.meta.url).resolve('@modelcontextprotocol/inspector/package.json');
const CLI = join(dirname(manifest), 'clients/cli/build/index.js');

/** The inspector's command line: each request is a program of its own, which connects and ends. */
export const connect: Connect = async ({ url, headers, era }) => {
  const sent = Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]);
  const target = [url, '--transport', 'http', '--protocol-era', era, '--format', 'json', '--quiet', ...sent];
  return {
    listTools: async () => {
      const { tools } = (await inspect([...target, '--method', 'tools/list'])) as {
        tools: { name: string }[];
      };
      return tools.map((tool) => tool.name);
    },
    call: async (tool, args, signal) => {
      const call = ['--method', 'tools/call', '--tool-name', tool, '--tool-args-json', JSON.stringify(args)];
      return answerOf(await inspect([...target, ...call], signal));
    },
    close: async () => {},
  };
};

/** Runs the command line to its end, or stops it as Ctrl-C would. */
async function inspect(args: string[], signal?: AbortSignal): Promise<unknown> {
  const child = spawn(process.execPath, [CLI, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    killSignal: 'SIGINT',
    ...(signal && { signal }),
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await once(child, 'close');
  if (stdout === '') throw new Error(`The inspector ended with ${child.exitCode}: ${stderr}`);
  return (JSON.parse(stdout) as { result: unknown }).result;
}
