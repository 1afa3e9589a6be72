import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/sdk/types.js';

/**
 * What a client got, without the ids of sessions and requests: those are the server's own, or tell to which request it
 * belongs.
 */
export interface Recorded {
  answers?: string;
  [member: string]: unknown;
}

type Handler = (message: never, extra?: never) => void;

/** What differs from one session to the next by its nature. */
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** A transport of either line of the SDK. */
export interface RecordableTransport {
  onmessage?: Handler | undefined;
  send: (message: never, options?: never) => Promise<void>;
}

/** Records everything that a client gets through a transport. */
export class Recording {
  readonly messages: Recorded[] = [];
  readonly #asked = new Map<RequestId, string>();
  readonly #taken = new WeakSet<JSONRPCMessage>();

  constructor(transport: RecordableTransport) {
    const send = transport.send.bind(transport);
    transport.send = (message, options) => {
      this.#note(message);
      return send(message, options);
    };
    let handler: Handler | undefined;
    // A client may set a handler for its first request, and another one later.
    Object.defineProperty(transport, 'onmessage', {
      get: () => handler,
      set: (next: Handler | undefined) => {
        handler = (message, extra) => {
          this.#take(message);
          next?.(message, extra);
        };
      },
    });
  }

  /** The messages in an order that does not depend on which of two streams was faster. */
  get sorted(): Recorded[] {
    return this.messages.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }

  /** The same without the answers to some methods. */
  sortedWithout(...methods: string[]): Recorded[] {
    const left = new Set(methods.flatMap((method) => this.answersOf(method)));
    return this.sorted.filter((message) => !left.has(message));
  }

  /** Those of some messages that have not come; of equal ones, as many as have not. */
  missing(wanted: readonly Recorded[]): Recorded[] {
    const left = this.messages.map((message) => JSON.stringify(message));
    return wanted.filter((message) => {
      const place = left.indexOf(JSON.stringify(message));
      if (place >= 0) left.splice(place, 1);
      return place < 0;
    });
  }

  /** How often the server has sent a request or notification. */
  count(method: string): number {
    return this.messages.filter((message) => message['method'] === method).length;
  }

  /** The answers to requests of a method, in the order in which they came. */
  answersOf(method: string): Recorded[] {
    return this.messages.filter(({ answers }) => answers?.startsWith(`${method} `));
  }

  #note(message: JSONRPCMessage): void {
    if ('method' in message && 'id' in message)
      this.#asked.set(message.id, `${message.method} ${message.id}`);
  }

  /** One handler may call another: a message counts once. */
  #take(message: JSONRPCMessage): void {
    if (this.#taken.has(message)) return;
    this.#taken.add(message);
    const recorded = JSON.stringify(this.#recorded(message)).replaceAll(UUID, 'UUID');
    this.messages.push(JSON.parse(recorded) as Recorded);
  }

  #recorded(message: JSONRPCMessage): Recorded {
    if (!('id' in message)) return { ...message };
    const { id, ...rest } = message;
    return 'method' in message ? rest : { answers: this.#asked.get(id ?? '') ?? 'nothing', ...rest };
  }
}
