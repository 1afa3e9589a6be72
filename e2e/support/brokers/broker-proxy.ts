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

/** A command that is still on its way when its client has gone. */
interface LateCommand {
  server: Socket;
  command: Buffer;
}

/** A proxy between a log and its broker, which disturbs connections as a network would. */
export class BrokerProxy {
  readonly #passages = new Set<Passage>();
  readonly #server = createServer((client) => this.#pass(client));
  #cutAfter: string | undefined;
  #holdAfter: string | undefined;
  #shutAfter: string | undefined;
  #lateAfter: string | undefined;
  #late: LateCommand | undefined;
  #isShut = false;
  #broughtBytes = 0;

  private constructor(private readonly target: number) {}

  static async start(target: number): Promise<BrokerProxy> {
    const proxy = new BrokerProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** How many bytes of answers it has brought. */
  get broughtBytes(): number {
    return this.#broughtBytes;
  }

  /** Lets the next command that contains a text pass, and cuts its connection instead of bringing the answer. */
  cutAfter(text: string): void {
    this.#cutAfter = text;
  }

  /** Whether the command was cut that `cutAfter` has named. */
  get hasCut(): boolean {
    return this.#cutAfter === undefined;
  }

  /** Keeps the next command that contains a text on its way, and cuts the connection of who has sent it. */
  delay(text: string): void {
    this.#lateAfter = text;
  }

  /** Lets the command arrive that `delay` has kept; resolves once the server has answered it. */
  async arrive(): Promise<void> {
    const late = this.#late;
    if (!late) throw new Error('No command is on its way');
    this.#late = undefined;
    const answered = once(late.server, 'data');
    late.server.write(late.command);
    await answered;
    late.server.destroy();
  }

  /** Keeps the answers back on every connection on which a command with this text is sent. */
  hold(text: string): void {
    this.#holdAfter = text;
  }

  /** Whether the answers of some connection are kept back. */
  get isHolding(): boolean {
    return Array.from(this.#passages).some(({ held }) => held !== undefined);
  }

  /** Brings the answers that were kept back, in order. */
  release(): void {
    this.#holdAfter = undefined;
    for (const passage of this.#passages) {
      for (const answer of passage.held ?? []) passage.client.write(answer);
      passage.held = undefined;
    }
  }

  /** Shuts the proxy once a command contains a text. */
  shutAfter(text: string): void {
    this.#shutAfter = text;
  }

  get isShut(): boolean {
    return this.#isShut;
  }

  /** Cuts all connections, and every new one. */
  shut(): void {
    this.#isShut = true;
    for (const { client } of this.#passages) client.destroy();
  }

  /** Lets new connections pass again. */
  reopen(): void {
    this.#isShut = false;
  }

  async close(): Promise<void> {
    for (const { client } of this.#passages) client.destroy();
    this.#late?.server.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #pass(client: Socket): void {
    if (this.#isShut) return void client.destroy();
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
        if (this.#late?.server !== other) other.destroy();
      });
    }
  }

  #send(passage: Passage, command: Buffer): void {
    if (this.#cutAfter !== undefined && command.includes(this.#cutAfter)) {
      this.#cutAfter = undefined;
      passage.isCut = true;
    }
    if (this.#lateAfter !== undefined && command.includes(this.#lateAfter)) {
      this.#lateAfter = undefined;
      this.#late = { server: passage.server, command };
      return void passage.client.destroy();
    }
    if (this.#shutAfter !== undefined && command.includes(this.#shutAfter)) {
      this.#shutAfter = undefined;
      return this.shut();
    }
    if (this.#holdAfter !== undefined && command.includes(this.#holdAfter)) passage.held ??= [];
    passage.server.write(command);
  }

  #answer({ client, isCut, held }: Passage, answer: Buffer): void {
    this.#broughtBytes += answer.length;
    if (isCut) client.destroy();
    else if (held) held.push(answer);
    else client.write(answer);
  }
}
