import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';

/** The network between a client and the server, whose connections the test cuts. */
export class CuttableLink {
  /** The requests whose answers have begun to be streamed: each as `GET /mcp`. */
  readonly streamed: string[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((client) => this.#pass(client));

  private constructor(private readonly target: number) {}

  /** `origin` is that of the server. */
  static async start(origin: string): Promise<CuttableLink> {
    const link = new CuttableLink(Number(new URL(origin).port));
    link.#server.listen(0, '127.0.0.1');
    await once(link.#server, 'listening');
    return link;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Cuts all connections. Later ones pass. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #pass(client: Socket): void {
    const server = createConnection(this.target, '127.0.0.1');
    this.#watch(client, server);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(one);
      one.pipe(other);
      one.on('error', () => undefined);
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
  }

  /** A connection carries one request after another. */
  #watch(client: Socket, server: Socket): void {
    let request = '';
    client.on('data', (sent: Buffer) => {
      request = /^([A-Z]+ \S+) HTTP\/1\.1\r\n/.exec(sent.toString('latin1'))?.[1] ?? request;
    });
    server.on('data', (sent: Buffer) => {
      const [head = ''] = sent.toString('latin1').split('\r\n\r\n');
      if (/^HTTP\/1\.1 200 .*^transfer-encoding: chunked$/ims.test(head)) this.streamed.push(request);
    });
  }
}
