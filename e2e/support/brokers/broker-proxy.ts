import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';

/** A connection that goes through the proxy. */
interface Passage {
  client: Socket;
  server: Socket;
  /** Whether the next answer is thrown away, and the connection with it. */
  isCut: boolean;
  /** Answers that are kept back. */
  held: Buffer[] | undefined;
}

/** A proxy between a log and its Redis server, which disturbs connections as a network would. */
export class RedisProxy {
  readonly #passages = new Set<Passage>();
  readonly #server = createServer((client) => this.#pass(client));
  #cutAfter: string | undefined;
  #holdAfter: string | undefined;

  private constructor(private readonly target: number) {}

  static async start(target: number): Promise<RedisProxy> {
    const proxy = new RedisProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  url(prefix: string): string {
    return `redis://127.0.0.1:${(this.#server.address() as AddressInfo).port}/?prefix=${prefix}`;
  }

  /** Lets the next command that contains a text pass, and cuts its connection instead of bringing the answer. */
  cutAfter(text: string): void {
    this.#cutAfter = text;
  }

  /** Whether the command was cut that `cutAfter` has named. */
  get hasCut(): boolean {
    return this.#cutAfter === undefined;
  }

  /** Keeps the answers back on every connection on which a command with this text is sent. */
  hold(text: string): void {
    this.#holdAfter = text;
  }

  /** Brings the answers that were kept back, in order. */
  release(): void {
    this.#holdAfter = undefined;
    for (const passage of this.#passages) {
      for (const answer of passage.held ?? []) passage.client.write(answer);
      passage.held = undefined;
    }
  }

  async close(): Promise<void> {
    for (const { client } of this.#passages) client.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #pass(client: Socket): void {
    const server = createConnection(this.target, '127.0.0.1');
    const passage: Passage = { client, server, isCut: false, held: undefined };
    this.#passages.add(passage);
    client.on('data', (command: Buffer) => this.#send(passage, command));
    server.on('data', (answer: Buffer) => this.#answer(passage, answer));
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => {
        this.#passages.delete(passage);
        other.destroy();
      });
    }
  }

  #send(passage: Passage, command: Buffer): void {
    if (this.#cutAfter !== undefined && command.includes(this.#cutAfter)) {
      this.#cutAfter = undefined;
      passage.isCut = true;
    }
    if (this.#holdAfter !== undefined && command.includes(this.#holdAfter)) passage.held ??= [];
    passage.server.write(command);
  }

  #answer({ client, isCut, held }: Passage, answer: Buffer): void {
    if (isCut) client.destroy();
    else if (held) held.push(answer);
    else client.write(answer);
  }
}
