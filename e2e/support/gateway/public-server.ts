import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { waitUntil } from '../environment/wait-until.ts';
import { freePort } from '../server/server-process.ts';

/** The command of one of the public servers of the MCP project. */
export function publicServer(name: string, ...args: string[]): { command: string; args: string[] } {
  const manifest = findPackageJSON(`@modelcontextprotocol/${name}`, import.meta.url) ?? '';
  return { command: process.execPath, args: [join(dirname(manifest), 'dist/index.js'), ...args] };
}

/** server-everything over Streamable HTTP, in its own process. */
export class EverythingOverHttp {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** Resolves once it answers. */
  static async start(): Promise<EverythingOverHttp> {
    const port = await freePort();
    const { command, args } = publicServer('server-everything', 'streamableHttp');
    const env = { PATH: process.env['PATH'], PORT: String(port) };
    const child = spawn(command, args, { env, stdio: 'ignore' });
    const url = `http://127.0.0.1:${port}/mcp`;
    const answers = () =>
      fetch(url).then(
        () => true,
        () => false,
      );
    await waitUntil(answers, { reason: 'server-everything answers', timeoutMs: 60_000 });
    return new EverythingOverHttp(child, url);
  }

  async stop(): Promise<void> {
    this.child.kill('SIGKILL');
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
  }
}
