import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from '../../support/server/server-process.ts';
import type { Deployment } from './deployment.ts';

/** One server, whose log is a file. */
export class SingleServer implements Deployment {
  readonly log: string;
  #process: ServerProcess | undefined;

  private constructor(
    private readonly port: number,
    private readonly folder: string,
    private readonly environment: Record<string, string>,
  ) {
    this.log = `sqlite:${this.#file}`;
  }

  /** Prepares a server that listens on a port; it is not started yet. */
  static async prepare(port: number, environment: Record<string, string>): Promise<SingleServer> {
    return new SingleServer(port, await mkdtemp(join(tmpdir(), 'crowsnest-browser-')), environment);
  }

  async start(): Promise<void> {
    this.#process = await ServerProcess.start(this.port, {
      HOST: '127.0.0.1',
      CROWSNEST_LOG: this.log,
      ...this.environment,
    });
  }

  async stop(): Promise<void> {
    await this.#process?.stop();
  }

  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  /** Sign-ins, which are beside the log, stay valid. */
  async loseLog(): Promise<void> {
    const names = await readdir(this.folder);
    for (const name of names.filter((file) => file.startsWith('events.db')))
      await rm(join(this.folder, name));
  }

  /** Replaces the log's file by one that is not a database, so that nothing can be written. */
  async breakLog(): Promise<void> {
    await rename(this.#file, `${this.#file}.moved`);
    await writeFile(this.#file, 'not a database');
  }

  async mendLog(): Promise<void> {
    await rm(this.#file);
  }

  dispose(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  get #file(): string {
    return join(this.folder, 'events.db');
  }
}
