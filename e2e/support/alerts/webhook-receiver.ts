import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

/** A webhook that came. */
export interface ReceivedWebhook {
  headers: IncomingHttpHeaders;
  body: string;
  /** The status of the answer. */
  status: number;
  /** When it came, on the clock of `performance.now()`. */
  at: number;
}

/** The message of a webhook. Throws unless it is signed with this secret. */
export function verified({ body, headers }: ReceivedWebhook, secret: string): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>);
}

/** Takes webhooks on loopback, and answers each with the next status of a list, then with `answer`. */
export class WebhookReceiver {
  /** The status of all answers after those of the list. */
  answer = 204;
  /** The seconds of `Retry-After` in all answers, if any. */
  retryAfter: number | undefined;
  readonly received: ReceivedWebhook[] = [];
  readonly #server: Server;

  private constructor(private readonly statuses: number[]) {
    this.#server = createServer((request, response) => {
      const at = performance.now();
      void text(request).then((body) => {
        const status = this.statuses.shift() ?? this.answer;
        this.received.push({ headers: request.headers, body, status, at });
        if (this.retryAfter !== undefined) response.setHeader('retry-after', this.retryAfter);
        response.writeHead(status, { location: this.url }).end();
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
