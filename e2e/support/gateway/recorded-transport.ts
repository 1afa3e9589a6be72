import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/sdk/types.js';

/** What a client got, without the ids of requests: those are the server's own, or tell to which request it belongs. */
export interface Recorded {
  answers?: string;
  [member: string]: unknown;
}

/** Records everything that a client gets through a transport. */
export class Recording {
  readonly messages: Recorded[] = [];
  readonly #asked = new Map<RequestId, string>();

  constructor(readonly transport: Transport) {
    const send = transport.send.bind(transport);
    transport.send = (message, options) => {
      this.#note(message);
      return send(message, options);
    };
    const start = transport.start.bind(transport);
    transport.start = () => {
      const { onmessage } = transport;
      transport.onmessage = (message, extra) => {
        this.messages.push(this.#recorded(message));
        onmessage?.(message, extra);
      };
      return start();
    };
  }

  /** The messages in an order that does not depend on which of two streams was faster. */
  get sorted(): Recorded[] {
    return this.messages.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }

  #note(message: JSONRPCMessage): void {
    if ('method' in message && 'id' in message)
      this.#asked.set(message.id, `${message.method} ${message.id}`);
  }

  #recorded(message: JSONRPCMessage): Recorded {
    if (!('id' in message)) return { ...message };
    const { id, ...rest } = message;
    return 'method' in message ? rest : { answers: this.#asked.get(id ?? '') ?? 'nothing', ...rest };
  }
}
