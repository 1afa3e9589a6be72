import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import { waitUntil } from '../environment/wait-until.ts';

/** The beginning of a request. `announced` is the length of its body, in bytes, and `first` what is sent of it. */
export interface Beginning {
  method: string;
  path: string;
  headers: Record<string, string>;
  announced: number;
  first: string;
}

/** A request whose body has not arrived completely. */
export class HalfSent {
  #received = '';

  private constructor(
    private readonly socket: Socket,
    /** The server's end. */
    readonly request: IncomingMessage,
  ) {
    socket.on('error', () => undefined);
    socket.setEncoding('latin1').on('data', (text: string) => (this.#received += text));
  }

  /** Resolves once the server has the head of the request. */
  static async send(app: INestApplication, beginning: Beginning): Promise<HalfSent> {
    const { host, hostname, port } = new URL(await app.getUrl());
    const { method, path, headers, announced, first } = beginning;
    const arrived = once(app.getHttpServer() as Server, 'request');
    const socket = connect(Number(port), hostname);
    const all = { host, 'content-type': 'application/json', 'content-length': String(announced), ...headers };
    const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n${first}`);
    const [request] = (await arrived) as [IncomingMessage];
    return new HalfSent(socket, request);
  }

  /** The status of the answer; undefined until all of it has arrived. */
  get answered(): number | undefined {
    const answer = completeAnswer(this.#received);
    return answer && Number(answer[1]);
  }

  /** Resolves with the status of the answer, once all of it has arrived. */
  async status(): Promise<number> {
    await waitUntil(() => this.answered, {
      reason: 'the whole answer has arrived',
      seen: () => this.#received,
    });
    return Number(this.answered);
  }

  /** Sends more of the body. Resolves once the server has taken it from the connection. */
  async send(more: string): Promise<void> {
    const before = this.request.socket.bytesRead;
    this.socket.write(more);
    const all = before + Buffer.byteLength(more);
    await waitUntil(() => this.request.socket.bytesRead >= all, {
      reason: `the server has read ${all} bytes`,
      seen: () => this.request.socket.bytesRead,
    });
  }

  /** Resolves once the server has closed the connection. */
  async closed(): Promise<void> {
    await waitUntil(() => this.socket.destroyed, { reason: 'the server has closed the connection' });
  }

  leave(): void {
    this.socket.destroy();
  }
}

function completeAnswer(received: string): RegExpExecArray | undefined {
  const answer = /^HTTP\/1\.1 (\d+) [^]*?\r\ncontent-length: (\d+)\r\n[^]*?\r\n\r\n([^]*)$/i.exec(received);
  return answer && answer[3]?.length === Number(answer[2]) ? answer : undefined;
}
