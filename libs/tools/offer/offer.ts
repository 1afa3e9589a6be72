import type { IncomingMessage } from 'node:http';
import type { Observable } from 'rxjs';
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';
import type { ClientInfo, SessionId } from '#contract';
import type { CallNotes } from './call-notes.ts';
import type { RawMessage } from './raw-message.ts';

/** The two eras of the protocol: up to revision 2025-11-25, and from 2026-07-28. */
export type Era = 'legacy' | 'modern';

/** A tool was added to the list or removed from it. */
export interface ToolListChange {
  kind: 'added' | 'removed';
  tool: string;
}

/**
 * Everything this server offers: the port between the endpoint and what answers behind it. All requests of agents
 * pass through it as raw JSON: lists, calls, reads, prompts, completions, subscriptions and unknown methods.
 * Decorated methods of providers are one implementation; an upstream server can be another.
 */
export abstract class Offer {
  /** Starts to serve a client. When it rejects, the agent gets an internal error. */
  abstract open(client: OfferClient): Promise<OpenOffer>;

  /**
   * The JSON Schema of a tool's arguments, which revision 2026-07-28 uses to check headers that repeat an argument.
   * Undefined when the tool is unknown, or when the offer checks the headers itself.
   */
  abstract inputSchema(tool: string): Record<string, unknown> | undefined;

  /** Whether a tool with this name exists. True when the offer does not know yet. */
  offersTool(_tool: string): boolean {
    return true;
  }

  /**
   * Emits each change of the list, before agents can use it; `OfferWatch` then lists the tools. Undefined for an offer that
   * tells `DefinitionWatch` of its definitions itself.
   */
  get toolChanges(): Observable<ToolListChange> | undefined {
    return undefined;
  }

  /** The scopes that a call of the tool needs; none when the tool is unknown. */
  requiredScopes(_tool: string): readonly string[] {
    return [];
  }

  /** Whether agents of a tenant find the offer. */
  serves(_tenantId: string): boolean {
    return true;
  }

  /**
   * The name of the upstream server that answers calls of a tool; without a tool, of the one that answers everything.
   * Undefined when there is none.
   */
  upstreamOf(_tool?: string): string | undefined {
    return undefined;
  }

  /** Whether messages go on, as they are, to servers that read JSON in their own way. */
  get passesMessages(): boolean {
    return false;
  }

  /** Whether agents come with credentials of the upstream servers, which may refuse them by the status of a response. */
  get passesCredentials(): boolean {
    return false;
  }

  /**
   * How the id of the instance ends that alone can answer a request of revision 2026-07-28, because it holds what the request
   * goes on with. Undefined when any instance can.
   */
  holderOf(_request: JSONRPCMessage, _agent: OfferAgent): string | undefined {
    return undefined;
  }

  /** The name of a tool where it comes from, which is another one where several upstream servers are offered together. */
  originalName(tool: string): string {
    return tool;
  }

  /** Ends every subscription with its answer, because the server shuts down. */
  abstract close(): Promise<void>;
}

/** The offer for one client: for a session up to revision 2025-11-25, or for one request in 2026-07-28. */
export interface OpenOffer {
  /**
   * Receives a message of the client: a request, a notification, or the answer to a request of the offer. Request ids
   * are unique within the client. A cancelled request needs no answer. A message without an origin comes from the
   * server itself: it cancels a request that the server has answered.
   */
  receive(message: RawMessage, origin?: MessageOrigin): void;
  /** The client has disconnected. Messages no longer reach it. */
  close(): void;
}

/** A response that refuses credentials. */
export interface HttpRefusal {
  /** 401 or 403. */
  status: number;
  /** The `WWW-Authenticate` header. */
  challenge?: string;
}

/** The agent that sends a request. */
export interface OfferAgent {
  readonly tenantId: string;
  /** The id of its principal. */
  readonly principalId: string;
}

/** The client that an offer is opened for. */
export interface OfferClient extends OfferAgent {
  readonly era: Era;
  /** Empty for requests of revision 2026-07-28 without a session. */
  readonly sessionId: SessionId;
  readonly client: ClientInfo;
  /**
   * Whether the client sees the offer together with others, and so has to hear of its lists whenever they go or come back.
   * Default: false.
   */
  readonly isOfSeveral?: boolean;
  /** Whether the client hears now what belongs to no request of its own. Default: true. */
  readonly isListening?: boolean;
  /** Whether the client may see and call a tool; undefined when it may use all. */
  readonly mayUse?: ((tool: string) => boolean) | undefined;
  /**
   * Sends an answer, a notification or a request to the agent. `relatedTo` names the request in flight that a message
   * belongs to. A message is dropped when its request is already answered. Resolves when more may be sent. `refusal` is
   * how an upstream server refuses the agent's own credentials by an answer.
   */
  send(message: RawMessage, relatedTo?: RequestId, refusal?: HttpRefusal): Promise<void>;
}

/** The origin of a message. */
export interface MessageOrigin {
  /** The message as the agent sent it, with the agent's own id. */
  message: JSONRPCMessage;
  /** The HTTP request that carried the message. */
  http: IncomingMessage;
  /** For tool calls only: takes what the messages do not say about the call. */
  call?: CallNotes;
}
