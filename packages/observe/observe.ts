import { Observer } from './observer.ts';
import { completeOptions, type ObserveOptions } from './options.ts';
import type { ConnectionFacts } from './watching/observed-connection.ts';

/** A transport of an MCP SDK, as far as it is looked at. */
interface ObservedTransport {
  onmessage?: ((message: never, extra?: never) => void) | undefined;
  onclose?: (() => void) | undefined;
  send: (this: unknown, message: never, options?: never) => Promise<void>;
  sessionId?: string | undefined;
}

/** A server of the official SDK: `McpServer`, or the `Server` below it, of version 1 or 2. */
export interface ObservableServer {
  connect(transport: never): Promise<void>;
  readonly server?: unknown;
}

/** The server below an `McpServer`, where every connection passes. */
interface InnerServer {
  connect: (this: unknown, transport: ObservedTransport) => Promise<void>;
  transport?: ObservedTransport | undefined;
  _serverInfo?: { name?: unknown };
}

/** Marks what is observed already, also by another copy of this package. */
const OBSERVED = Symbol.for('crowsnest-observe.observed');
/** By their options; undefined where these are not enough, which is told once. */
type Observers = Map<string, Observer | undefined>;

/** The observers of a process: servers that are made for each request share one. */
const OBSERVERS = Symbol.for('crowsnest-observe.observers');

/**
 * Observes a server: each connection that it has or gets. Call it before `connect`, or in the function that makes a server for
 * each request. It looks at messages and changes none. Returns the observer; undefined if nothing is observed, which
 * `onTrouble` tells the reason of. Never throws.
 */
export function observe(server: ObservableServer, options: ObserveOptions = {}): Observer | undefined {
  const inner = (isServer(server.server) ? server.server : server) as unknown as InnerServer;
  const name = inner._serverInfo?.name;
  const observer = observerFor({ ...(typeof name === 'string' && { name }), ...options });
  if (!observer || isMarked(inner)) return observer;
  const { connect } = inner;
  const observedConnect: typeof connect = function observedConnect(this: unknown, transport) {
    watch(transport, observer);
    return connect.call(this, transport);
  };
  inner.connect = observedConnect;
  if (inner.transport) watch(inner.transport, observer);
  return observer;
}

/** The same as a function from server to server, as frameworks take it: `serverMutator` of `@rekog/mcp-nest`. */
export function observing(options: ObserveOptions = {}): <S extends ObservableServer>(server: S) => S {
  return (server) => {
    observe(server, options);
    return server;
  };
}

function isServer(value: unknown): value is InnerServer {
  return typeof (value as InnerServer | undefined)?.connect === 'function';
}

/** Looks at the messages of a transport. What others have wrapped around it goes on to work, below and above. */
function watch(transport: ObservedTransport, observer: Observer): void {
  if (isMarked(transport)) return;
  const connection = observer.connection(factsOf(transport));
  const { onmessage, onclose, send } = transport;
  const observed: Pick<ObservedTransport, 'onmessage' | 'onclose' | 'send'> = {
    // A server calls the handlers that were there before its own.
    onmessage: function observedMessage(this: unknown, message, extra) {
      connection.received(message);
      onmessage?.call(this, message, extra);
    },
    onclose: function observedClose(this: unknown) {
      connection.closed();
      onclose?.call(this);
    },
    send: function observedSend(this: unknown, message, sendOptions) {
      connection.sent(message);
      return send.call(this, message, sendOptions);
    },
  };
  Object.assign(transport, observed);
}

function factsOf(transport: ObservedTransport): ConnectionFacts {
  return {
    sessionId: () => transport.sessionId,
    // A transport over HTTP without an id of a session serves one request, or those of many clients.
    isSession: !('handleRequest' in transport),
  };
}

/** Marks an object. Returns whether it was marked before. */
function isMarked(object: object): boolean {
  if (OBSERVED in object) return true;
  Object.defineProperty(object, OBSERVED, { value: true });
  return false;
}

function observerFor(options: ObserveOptions): Observer | undefined {
  const observers = ((globalThis as Record<symbol, unknown>)[OBSERVERS] ??= new Map()) as Observers;
  const { url, key, name, payloads } = options;
  const id = JSON.stringify([url, key, name, payloads]);
  const known = observers.get(id);
  if (observers.has(id) && !known?.isClosed) return known;
  const complete = completeOptions(options, process.env);
  const observer = complete && new Observer(complete);
  observers.set(id, observer);
  return observer;
}
