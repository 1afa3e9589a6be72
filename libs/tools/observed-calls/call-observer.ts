import { Injectable, Logger } from '@nestjs/common';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import { EventPublisher } from '#events';
import { PayloadKeeper } from '../payloads/payload-keeper.ts';
import type { CallOwner } from './observed-call.ts';
import { ObservedConnection, type Observation } from './observed-connection.ts';
import { RunningCalls } from './running-calls.ts';
import { wireOf } from './wire.ts';

/**
 * The one place where calls are seen: the boundary between a transport and whoever serves it. It
 * reads what passes and changes nothing of it; only a call that is cancelled from here is answered here.
 */
@Injectable()
export class CallObserver implements Observation {
  readonly #logger = new Logger('CallObserver');

  constructor(
    readonly publisher: EventPublisher,
    readonly running: RunningCalls,
    readonly payloads: PayloadKeeper,
  ) {}

  /**
   * Watches a transport from before a server is connected to it: the SDK calls handlers that it finds
   * ahead of its own. Calls that are in flight when the transport closes end with `onClosed`.
   */
  observe(transport: Transport, owner: CallOwner, onClosed: string): ObservedConnection {
    const send = transport.send.bind(transport);
    const connection = new ObservedConnection(owner, () => wireOf(transport, send), this);
    transport.onmessage = (message: JSONRPCMessage): void =>
      this.#quietly(() => connection.received(message));
    transport.send = (message, options) => {
      this.#quietly(() => connection.sent(message));
      return send(message, options);
    };
    transport.onclose = () => connection.endAll({ kind: 'cancelled', error: onClosed });
    return connection;
  }

  // A fault of the observer must not become a fault of the call.
  #quietly(look: () => void): void {
    try {
      look();
    } catch (error) {
      this.#logger.error(error);
    }
  }
}
