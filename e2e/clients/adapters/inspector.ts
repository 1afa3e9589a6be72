import type { Connect } from '../driver/public-client.ts';
import { runInspector } from '../driver/run-inspector.ts';
import { answerOf } from '../driver/tool-results.ts';

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

async function inspect(args: string[], signal?: AbortSignal): Promise<unknown> {
  const { exitCode, stdout, stderr } = await runInspector(args, { signal });
  if (stdout === '') throw new Error(`The inspector ended with ${exitCode}: ${stderr}`);
  return (JSON.parse(stdout) as { result: unknown }).result;
}
