import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { waitUntil } from '../environment/wait-until.ts';
import { closeAtOnce } from './loopback.ts';

/** A server that answers when the test says so. Calls of `wait_for` with its URL last until then. */
export class Gate {
  readonly #waiting: ServerResponse[] = [];
  readonly #server = createServer((_, response) => void this.#waiting.push(response));

  static async start(): Promise<Gate> {
    const gate = new Gate();
    gate.#server.listen(0, '127.0.0.1');
    await once(gate.#server, 'listening');
    return gate;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** Resolves once this number of calls have come to it. */
  async reachedBy(count: number): Promise<void> {
    const seen = (): number => this.#waiting.length;
    await waitUntil(() => seen() >= count, { reason: `${count} calls wait at the gate`, seen });
  }

  /** Lets all calls end that wait, each with this text. */
  open(text: string): void {
    for (const response of this.#waiting.splice(0)) response.end(text);
  }

  close(): void {
    closeAtOnce(this.#server);
  }
}
