import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { BrokerServer, describeWithProgram } from './broker-server.ts';

/** The program, as `npm run verify` has found it. */
const PROGRAM = process.env['NATS_SERVER'] ?? 'nats-server';

/** Describes what needs a NATS server; skipped where there is none. */
export function describeWithNats(name: string, suite: () => void): void {
  describeWithProgram(PROGRAM, name, suite);
}

/** A NATS server of a test file, with JetStream. */
export class NatsServer extends BrokerServer {
  /** Starts a server on a free port. `options` are those of its command line, such as `--auth`. */
  static start(...options: string[]): Promise<NatsServer> {
    return new NatsServer(PROGRAM, options).start();
  }

  override url(prefix: string, port = this.port): string {
    return `nats://127.0.0.1:${port}/?prefix=${prefix}`;
  }

  override async deleteLog(prefix: string): Promise<void> {
    await this.manage(async ({ streams }) => {
      await streams.delete(prefix);
      await streams.delete(`KV_${prefix}`);
    });
  }

  override async keepNewest(prefix: string, count: number): Promise<void> {
    await this.manage(({ streams }) => streams.purge(prefix, { keep: count }));
  }

  override countSessions(prefix: string): Promise<number> {
    return this.manage(async ({ streams }) => {
      const filter = { subjects_filter: `$KV.${prefix}.session.*` };
      return Object.keys((await streams.info(`KV_${prefix}`, filter)).state.subjects ?? {}).length;
    });
  }

  override appendText(prefix: string): string {
    return `HPUB ${prefix}.events.`;
  }

  /** Manages its streams, as an administrator would. */
  async manage<T>(work: (manager: JetStreamManager) => Promise<T>): Promise<T> {
    const connection = await connect({ servers: `127.0.0.1:${this.port}`, reconnect: false });
    try {
      return await work(await jetstreamManager(connection));
    } finally {
      await connection.close();
    }
  }

  protected override argumentsFor(port: number, folder: string): string[] {
    return ['--addr', '127.0.0.1', '--port', `${port}`, '--jetstream', '--store_dir', folder];
  }

  protected override async answers(): Promise<boolean> {
    try {
      await this.manage((manager) => manager.getAccountInfo());
      return true;
    } catch (error) {
      // A server that asks for a password, or has a certificate of its own, answers too.
      return /Authorization|certificate/.test(String(error));
    }
  }
}
