import type { RequestId } from '@modelcontextprotocol/server';
import type { Era, RawMessage } from '#tools';
import type { Credentials } from './credentials.ts';
import type { UpstreamFault } from './upstream-fault.ts';

/** Whom a link serves. */
export interface LinkOwner {
  readonly tenantId: string;
  readonly principalId: string;
  /**
   * Whether the agent sees the upstream together with others. Its lists then change whenever the upstream goes or comes
   * back, whatever the upstream itself promises to tell.
   */
  readonly isOfSeveral?: boolean;
}

/**
 * Headers of an agent's request that go up with its message: `Authorization` if the upstream is configured for it, and
 * in revision 2026-07-28 the `Mcp-Param-*` headers, which repeat arguments. A transport without headers ignores them.
 */
export type MessageHeaders = Readonly<Record<string, string>>;

/** Takes what an upstream sends. */
export interface LinkListener {
  /**
   * A message of the upstream: an answer, a notification or a request. `relatedTo` is the id of the request that it
   * belongs to, where the transport tells. While the promise is pending, the transport should not read on.
   */
  message(message: RawMessage, relatedTo?: RequestId): void | Promise<void>;
  /** The link has ended by itself. No message follows. Without a fault, the upstream has ended it in order. */
  closed(fault?: UpstreamFault): void;
  /** The upstream cannot be reached any more. The link lasts: it may come back. */
  away?(fault: UpstreamFault): void;
  /** The upstream can be reached again, and has kept what it knew. */
  back?(): void;
}

/**
 * A connection to an upstream in one era: a process with its pipes, or a session over HTTP. Messages pass as they are;
 * whoever uses the link keeps request ids apart.
 */
export interface UpstreamLink {
  /** The id of the protocol session, if the upstream has given one. */
  readonly sessionId?: string | undefined;
  /**
   * Passes a message up, and resolves when the upstream has taken it; its answer comes to the listener. Rejects with an
   * `UpstreamFault`, also if the answer to a request is not to come any more. In revision 2026-07-28 over HTTP,
   * `notifications/cancelled` closes the stream of its request.
   */
  send(message: RawMessage, headers?: MessageHeaders): Promise<void>;
  /** Ends the link, and resolves when nothing is left of it. The listener is not told. */
  close(): Promise<void>;
}

/** Where an upstream over HTTP listens. */
export interface UpstreamAddress {
  readonly host: string;
  readonly port: number;
}

/** What the processes of an upstream have written, besides messages. */
export interface ProcessesOutput {
  /** The end of what they wrote to stderr. */
  readonly stderr: string;
  /** Number of lines on stdout that are no messages. */
  readonly strayCount: number;
  /** The last ones of these lines. */
  readonly strays: Iterable<string>;
}

/** How an upstream is reached: over stdio or over HTTP. There is one for each upstream. */
export interface UpstreamTransport {
  readonly kind: 'stdio' | 'http';
  /** What it is called in the console and in errors: the command or the URL, without secrets. */
  readonly target: string;
  /** Undefined over stdio. */
  readonly address?: UpstreamAddress;
  /** Undefined over HTTP. */
  readonly output?: ProcessesOutput;
  /** Uses other credentials from now on: headers with the next request, or variables with the next process. */
  useCredentials(credentials: Credentials): void;
  /** Opens a link. Rejects with an `UpstreamFault`. No message was sent then. */
  open(era: Era, owner: LinkOwner, listener: LinkListener): Promise<UpstreamLink>;
}
