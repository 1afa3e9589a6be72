import type { RequestId } from '@modelcontextprotocol/server';
import type { Era, RawMessage } from '#tools';
import { UpstreamFault } from '../link/upstream-fault.ts';
import type { LinkOwner } from '../link/upstream-link.ts';
import { Connection } from './connection.ts';
import type { LinkHost } from './link-host.ts';
import { Pause } from './pause.ts';
import { restoreSession } from './restore-session.ts';
import type { SessionMemory } from './session-memory.ts';

/** Learns what becomes of a connection. */
export interface ConnectionListener {
  message(connection: Connection, message: RawMessage, relatedTo?: RequestId): void | Promise<void>;
  /** It has ended; the next one has not begun. */
  lost(connection: Connection, fault: UpstreamFault): void;
  /** A new one serves the same session. */
  restored(): void;
  /** The upstream cannot be reached, but the connection lasts. */
  away(fault: UpstreamFault): void;
  back(): void;
}

interface Parts {
  era: Era;
  owner: LinkOwner;
  host: LinkHost;
  memory: SessionMemory;
  listener: ConnectionListener;
}

/** Keeps one connection to an upstream: opened on demand, once however many ask for it, and again when it was lost. */
export class KeptConnection {
  #connection: Connection | undefined;
  #opening: Promise<Connection> | undefined;
  /** The connection that is being opened. */
  #next: Connection | undefined;
  #retry: NodeJS.Timeout | undefined;
  #pause: Pause | undefined;
  #closed: UpstreamFault | undefined;

  constructor(private readonly parts: Parts) {}

  /** The connection if it is open. */
  get current(): Connection | undefined {
    return this.#connection;
  }

  /** The time until the next attempt, if the last one failed or the connection was lost, and nobody has opened it since. */
  get pause(): Pause | undefined {
    return this.#pause?.isOver === false ? this.#pause : undefined;
  }

  /** Resolves with the connection, and opens it if need be. Rejects with an `UpstreamFault`. */
  async open(): Promise<Connection> {
    if (this.#closed) throw this.#closed;
    if (this.#connection) return this.#connection;
    this.endPause();
    this.#opening ??= this.#begin().finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  /** The next attempt may be made at once. */
  endPause(): void {
    clearTimeout(this.#retry);
    this.#pause = undefined;
  }

  /** The connection is no longer usable. */
  async lose(connection: Connection, fault: UpstreamFault): Promise<void> {
    if (!connection.end(fault)) return;
    if (this.#connection === connection) this.#connection = undefined;
    this.#retryLater(fault);
    this.parts.listener.lost(connection, fault);
    await connection.close();
  }

  /** Ends the connection permanently. Resolves when it has been cleaned up. */
  async close(fault: UpstreamFault): Promise<void> {
    this.#closed ??= fault;
    this.endPause();
    this.#next?.end(fault);
    await this.#opening?.catch(() => undefined);
    if (this.#connection) await this.lose(this.#connection, fault);
  }

  async #begin(): Promise<Connection> {
    const { era, owner, host, memory, listener } = this.parts;
    const connection = new Connection();
    this.#next = connection;
    try {
      const link = await host.connect(era, owner, {
        message: (message, relatedTo) => listener.message(connection, message, relatedTo),
        closed: (fault = endedInOrder(host.name)) => this.#broke(connection, fault),
        away: (fault) => listener.away(fault),
        back: () => listener.back(),
      });
      connection.openedAs(link);
      const isRestored = await restoreSession(memory, connection, host.handshakeMs);
      if (connection.over) throw connection.over;
      this.#connection = connection;
      if (isRestored) listener.restored();
      return connection;
    } catch (error) {
      if (connection.end(error as UpstreamFault)) host.failed(error as UpstreamFault);
      await connection.close();
      this.#retryLater(error as UpstreamFault);
      throw error;
    } finally {
      this.#next = undefined;
    }
  }

  #broke(connection: Connection, fault: UpstreamFault): void {
    if (!connection.over) this.parts.host.failed(fault);
    void this.lose(connection, fault);
  }

  /** Only a session has something to restore; anything else connects again with its next request. */
  #retryLater(fault: UpstreamFault): void {
    const { retryMs } = this.parts.host;
    if (this.#closed || retryMs === undefined) return;
    // An upstream that has only ended a session is there.
    if (fault.code !== 'SESSION_EXPIRED') this.#pause = new Pause(fault, retryMs);
    if (!this.parts.memory.initialize) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.open().catch(() => undefined), retryMs);
    this.#retry.unref();
  }
}

function endedInOrder(name: string): UpstreamFault {
  return new UpstreamFault('EXITED', `Upstream "${name}" has ended the connection.`, { wasSent: true });
}
