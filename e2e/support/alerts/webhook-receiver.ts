import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A webhook that came. */
export interface ReceivedWebhook {
  headers: IncomingHttpHeaders;
  body: string;
}

/** Takes webhooks on loopback, and answers each with the next status of a list, then with `answer`. */
export class WebhookReceiver {
  /** The status of all answers after those of the list. */
  answer = 204;
  readonly received: ReceivedWebhook[] = [];
  readonly #server: Server;

  private constructor(private readonly statuses: number[]) {
    this.#server = createServer((request, response) => {
      void text(request).then((body) => {
        this.received.push({ headers: request.headers, body });
        response.writeHead(this.statuses.shift() ?? this.answer, { location: this.url }).end();
      });
    });
  }

  static async start(...statuses: number[]): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver(statuses);
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
