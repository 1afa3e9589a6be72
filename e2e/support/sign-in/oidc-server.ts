import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OidcOptions } from '#admin';
import type { AdminIdentity } from '#contract';
import { temporaryFolder } from '../environment/temporary-folder.ts';
import { freePort, ServerProcess } from '../server/server-process.ts';
import type { CookieBrowser } from './cookie-browser.ts';

/** A server at whose providers people sign in. */
export class OidcServer {
  private constructor(
    readonly process: ServerProcess,
    /** The URL below which its routes are. */
    readonly root: string,
    private readonly file: string,
  ) {}

  /** Starts a server. Those with one folder have one key, as instances with one secret have. */
  static async start(
    port: number,
    oidc: OidcOptions,
    { env = {}, folder }: { env?: Record<string, string>; folder?: string } = {},
  ): Promise<OidcServer> {
    const cwd = folder ?? (await temporaryFolder());
    const file = join(cwd, `${port}.json`);
    writeFileSync(file, JSON.stringify({ oidc }));
    const settings = { CROWSNEST_CONFIG: file, CROWSNEST_LOG: 'memory:', ...env };
    const process = await ServerProcess.start(port, settings, { cwd });
    return new OidcServer(process, process.origin + (env['CROWSNEST_PATH'] ?? ''), file);
  }

  /** The root of a server that is not started yet. */
  static async reserve(path = ''): Promise<{ port: number; root: string }> {
    const port = await freePort();
    return { port, root: `http://127.0.0.1:${port}${path}` };
  }

  /** Puts another configuration file in the place of its own, so that it never reads half of one. */
  configure(members: { oidc?: OidcOptions }): void {
    writeFileSync(`${this.file}.new`, JSON.stringify(members));
    renameSync(`${this.file}.new`, this.file);
  }

  /** Who the browser is here; the status of the answer if it is nobody. */
  async whoIs(browser: CookieBrowser): Promise<AdminIdentity | number> {
    const { status, text } = await browser.get(`${this.root}/auth/session`, {
      headers: { accept: 'application/json' },
    });
    return status === 200 ? (JSON.parse(text) as AdminIdentity) : status;
  }

  stop(): Promise<number | null> {
    return this.process.stop();
  }
}
