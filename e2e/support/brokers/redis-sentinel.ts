import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RedisServer } from './redis-server.ts';

/** A sentinel of a test file, which watches one master and makes its replica the master when that one is gone. */
export class RedisSentinel extends RedisServer {
  static override async start(masterPort?: string): Promise<RedisSentinel> {
    return new RedisSentinel(Number(masterPort)).start();
  }

  private constructor(private readonly masterPort: number) {
    super([]);
  }

  override url(prefix: string, port = this.port): string {
    return `redis+sentinel://127.0.0.1:${port}/watched?prefix=${prefix}`;
  }

  protected override argumentsFor(port: number, folder: string): string[] {
    const file = join(folder, 'sentinel.conf');
    const facts = [
      `port ${port}`,
      'bind 127.0.0.1',
      `dir ${folder}`,
      `sentinel monitor watched 127.0.0.1 ${this.masterPort} 1`,
      'sentinel down-after-milliseconds watched 500',
      'sentinel failover-timeout watched 2000',
    ];
    writeFileSync(file, `${facts.join('\n')}\n`);
    return [file, '--sentinel'];
  }
}
