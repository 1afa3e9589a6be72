import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** What an answer is not passed on with, because the balancer frames it anew. */
const OWN_HEADERS = new Set(['connection', 'keep-alive', 'transfer-encoding']);

/** Sends each request to the next server in turn, and passes answers on as they come. No session sticks to a server. */
export class LoadBalancer {
  readonly #server = createServer((incoming, outgoing) => void this.#pass(incoming, outgoing));
  #turn = 0;

  private constructor(private readonly targets: readonly number[]) {}

  /** Listens on a port of the loopback address. `targets` are the ports of the servers. */
  static async start(port: number, targets: readonly number[]): Promise<LoadBalancer> {
    const balancer = new LoadBalancer(targets);
    balancer.#server.listen(port, '127.0.0.1');
    await once(balancer.#server, 'listening');
    return balancer;
  }

  /** Cuts every connection, and frees the port. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    this.#turn = (this.#turn + 1) % this.targets.length;
    const inTurn = [...this.targets.slice(this.#turn), ...this.targets.slice(0, this.#turn)];
    try {
      await ask(inTurn, incoming, await buffer(incoming), outgoing);
    } catch {
      // The client has gone, or no server is there.
      outgoing.destroy();
    }
  }
}

/** Asks the first of these servers that takes connections. */
async function ask(
  [port, ...others]: number[],
  incoming: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
): Promise<void> {
  const { method, url: path, headers } = incoming;
  const asked = request({ host: '127.0.0.1', port, method, path, headers, agent: false });
  outgoing.once('close', () => asked.destroy());
  asked.end(body);
  try {
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    passOn(answer, outgoing);
  } catch (error) {
    const isAway = (error as { code?: string }).code === 'ECONNREFUSED';
    if (!isAway || others.length === 0) throw error;
    await ask(others, incoming, body, outgoing);
  }
}

function passOn(answer: IncomingMessage, outgoing: ServerResponse): void {
  const headers = Object.entries(answer.headers).filter(([name]) => !OWN_HEADERS.has(name));
  outgoing.writeHead(answer.statusCode ?? 502, Object.fromEntries(headers));
  outgoing.flushHeaders();
  answer.on('error', () => outgoing.destroy());
  answer.pipe(outgoing);
}
