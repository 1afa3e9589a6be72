import { Injectable, Logger } from '@nestjs/common';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import { EventPublisher } from '#events';
import { PayloadKeeper } from '../payloads/payload-keeper.ts';
import type { CallOwner } from './observed-call.ts';
import { ObservedConnection, type CallLedger } from './observed-connection.ts';
import { wireOf } from './wire.ts';

/**
 * The one place where calls are seen: the boundary between a transport and whoever serves it. It
 * reads what passes and changes nothing of it; only a call that is cancelled from here is answered here.
 */
@Injectable()
export class CallObserver {
  readonly #logger = new Logger('CallObserver');

  constructor(
    private readonly publisher: EventPublisher,
    private readonly payloads: PayloadKeeper,
  ) {}

  /**
   * Watches a transport from before a server is connected to it: the SDK calls handlers that it finds
   * ahead of its own. Calls are entered in `running`; those in flight when the transport closes end with `onClosed`.
   */
  observe(transport: Transport, owner: CallOwner, running: CallLedger, onClosed: string): ObservedConnection {
    const send = transport.send.bind(transport);
    const { publisher, payloads } = this;
    const observation = { publisher, running, payloads };
    const connection = new ObservedConnection(owner, () => wireOf(transport, send), observation);
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
