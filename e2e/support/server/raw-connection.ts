import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { ADMIN_TOKEN } from './server-process.ts';
import { waitUntil } from '../environment/wait-until.ts';

/** A socket to a server, over which a client sends and reads what it likes, when it likes. */
export class RawConnection {
  received = '';
  isClosed = false;

  private constructor(
    private readonly socket: Socket,
    private readonly host: string,
  ) {
    socket.setEncoding('latin1');
    // A server may reset the connection of a client that it has finished with.
    socket.on('error', () => undefined);
    socket.once('close', () => (this.isClosed = true));
  }

  static async open(origin: string): Promise<RawConnection> {
    const { hostname, port, host } = new URL(origin);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new RawConnection(socket, host);
  }

  /** Sends requests as an admin, all in one write. */
  send(...targets: string[]): void {
    const fields = `Host: ${this.host}\r\nAuthorization: Bearer ${ADMIN_TOKEN}\r\n\r\n`;
    this.socket.write(targets.map((target) => `${target} HTTP/1.1\r\n${fields}`).join(''));
  }

  /** Sends a request without a body, with these headers and `Host`. */
  ask(target: string, headers: Record<string, string>): void {
    const fields = Object.entries({ Host: this.host, ...headers }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    this.socket.write(`${target} HTTP/1.1\r\n${fields.join('')}\r\n`);
  }

  /** Reads everything that arrives. */
  read(): void {
    this.socket.on('data', (text: string) => (this.received += text));
  }

  /** Reads a chunk every `pauseMs` milliseconds until `isEnough` returns true. Resolves with the number of chunks. */
  async readSlowly(pauseMs: number, isEnough: (piece: string) => boolean): Promise<number> {
    let pieces = 0;
    for await (const text of this.socket as AsyncIterable<string>) {
      pieces += 1;
      if (isEnough(text)) break;
      await pause(pauseMs);
    }
    return pieces;
  }

  async until(reason: string, condition: () => boolean): Promise<void> {
    const seen = (): unknown => ({ closed: this.isClosed, last: this.received.slice(-500) });
    await waitUntil(condition, { reason, seen });
  }

  close(): void {
    this.socket.destroy();
  }
}
