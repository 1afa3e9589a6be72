import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { freePort } from '../support/server/server-process.ts';

/** The programs, as `npm run verify` has found them. */
export const PROMETHEUS = process.env['PROMETHEUS'] ?? 'prometheus';
const PROMTOOL = process.env['PROMTOOL'] ?? 'promtool';

/** One result of a query: its labels and its value. */
interface Result {
  metric: Record<string, string>;
  value: [time: number, value: string];
}

/** A Prometheus server with the files of `deploy/prometheus`, which scrapes one origin once a second. */
export class PrometheusServer {
  private constructor(
    private readonly origin: string,
    private readonly process: ChildProcess,
  ) {}

  static async start(target: string, token: string): Promise<PrometheusServer> {
    const folder = await temporaryFolder();
    await cp('deploy/prometheus', folder, { recursive: true });
    await writeFile(join(folder, 'metrics-token'), token);
    const file = join(folder, 'prometheus.yml');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('127.0.0.1:3000', new URL(target).host).replace('15s', '1s'));
    const { status, stdout, stderr } = spawnSync(PROMTOOL, ['check', 'config', file], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${stdout}${stderr}`);
    const address = `127.0.0.1:${await freePort()}`;
    const data = ['--storage.tsdb.path', join(folder, 'data')];
    const options = ['--config.file', file, '--web.listen-address', address, ...data];
    const server = spawn(PROMETHEUS, options, { stdio: 'ignore' });
    return new PrometheusServer(`http://${address}`, server);
  }

  /** Resolves with the results of a query once there are some that fit. */
  query(query: string, fits: (results: Result[]) => boolean = () => true): Promise<Result[]> {
    let seen: unknown;
    const ask = async (): Promise<Result[] | undefined> => {
      const results = await this.#ask(query).catch(() => []);
      seen = results;
      return results.length > 0 && fits(results) ? results : undefined;
    };
    return waitUntil(ask, {
      reason: `Prometheus answers ${query}`,
      seen: () => seen,
      timeoutMs: 60_000,
    }) as Promise<Result[]>;
  }

  /** The names of the alerts that it evaluates. */
  async alerts(): Promise<string[]> {
    const answer = await fetch(`${this.origin}/api/v1/rules`);
    const { data } = (await answer.json()) as {
      data: { groups: { rules: { name: string; health: string }[] }[] };
    };
    return data.groups.flatMap(({ rules }) => rules.map(({ name }) => name));
  }

  async stop(): Promise<void> {
    this.process.kill();
    await once(this.process, 'exit');
  }

  async #ask(query: string): Promise<Result[]> {
    const answer = await fetch(`${this.origin}/api/v1/query?query=${encodeURIComponent(query)}`);
    const body = (await answer.json()) as { status: string; error?: string; data?: { result: Result[] } };
    if (!body.data) throw new Error(`${query}: ${body.error}`);
    return body.data.result;
  }
}
