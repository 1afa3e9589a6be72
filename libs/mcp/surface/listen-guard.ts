import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import {
  CLIENT_CAPABILITIES_META_KEY,
  isJSONRPCRequest,
  ProtocolError,
  ProtocolErrorCode,
  type ClientCapabilities,
  type JSONRPCRequest,
} from '@modelcontextprotocol/server';
import type { HandlerContext } from '#tools';
import type { Agent } from '../agent.ts';
import { JSON_RPC } from '../json-rpc-error.ts';
import { readEnvelope } from '../modern-envelope.ts';
import { sessionEndText } from '../session-end-text.ts';
import { onBehalfOf, type Listener } from './listen-events.ts';
import { MAX_SUBSCRIPTIONS, normalized, ResourceAdmission } from './resource-admission.ts';

/** `subscriptions/listen` of revision 2026-07-28: lets a stream begin only if its agent may hear of all it wants. */
@Injectable()
export class ListenGuard implements OnModuleDestroy {
  readonly #undecided = new Set<(error: Error) => void>();

  constructor(private readonly admission: ResourceAdmission) {}

  /** Whom guards have not let in yet hears that it is too late, however long they would take. */
  onModuleDestroy(): void {
    const error = new ProtocolError(JSON_RPC.serverError, sessionEndText('shutdown'));
    for (const refuse of this.#undecided) refuse(error);
  }

  /** Has the SDK answer a request, of whatever method, by `respond`, unless the agent has to be refused. */
  async answer(
    agent: Agent,
    body: unknown,
    signal: AbortSignal,
    respond: () => Promise<Response>,
  ): Promise<Response> {
    if (!asksToListen(body)) return respond();
    const uris = requestedUris(body);
    const context = contextOf(agent, body, signal);
    const listener: Listener = { uris, admit: (uri) => this.admission.admit(uri, context) };
    try {
      await this.#admit(listener);
    } catch (error) {
      return refusal(body, error);
    }
    return onBehalfOf(listener, respond);
  }

  async #admit(listener: Listener): Promise<void> {
    const { promise: tooLate, reject } = Promise.withResolvers<never>();
    this.#undecided.add(reject);
    try {
      await Promise.race([admitAll(listener), tooLate]);
    } finally {
      this.#undecided.delete(reject);
    }
  }
}

function asksToListen(body: unknown): body is JSONRPCRequest {
  const { method } = (body ?? {}) as { method?: unknown };
  return method === 'subscriptions/listen' && isJSONRPCRequest(body);
}

async function admitAll(listener: Listener): Promise<void> {
  if (listener.uris.size > MAX_SUBSCRIPTIONS) {
    const message = `A stream may tell of ${MAX_SUBSCRIPTIONS} resources at most`;
    throw new ProtocolError(ProtocolErrorCode.InvalidRequest, message);
  }
  // One after the other, so that the first refusal is the last question.
  for (const uri of listener.uris.values()) await listener.admit(uri);
}

/** What is malformed is the SDK's to refuse. */
function requestedUris({ params }: JSONRPCRequest): Map<string, string> {
  const { resourceSubscriptions } = (params?.['notifications'] ?? {}) as { resourceSubscriptions?: unknown };
  const uris: unknown[] = Array.isArray(resourceSubscriptions) ? resourceSubscriptions : [];
  const texts = uris.filter((uri) => typeof uri === 'string');
  return new Map(texts.map((uri) => [normalized(uri), uri]));
}

function refusal({ id }: JSONRPCRequest, reason: unknown): Response {
  const { code, message, data } = reason as { code?: unknown; message: string; data?: unknown };
  const error = {
    code: typeof code === 'number' ? code : ProtocolErrorCode.InternalError,
    message,
    ...(data !== undefined && { data }),
  };
  return Response.json({ jsonrpc: '2.0', id, error });
}

/** Who asks, for guards. There is no session, and nothing can be told or asked before the stream begins. */
function contextOf({ tenantId }: Agent, body: JSONRPCRequest, signal: AbortSignal): HandlerContext {
  const { client } = readEnvelope(body);
  const capabilities = (body.params?._meta?.[CLIENT_CAPABILITIES_META_KEY] ?? {}) as ClientCapabilities;
  const silent = async () => {};
  const cannotAsk = () => Promise.reject(new Error('The agent cannot be asked when it listens'));
  return {
    signal,
    sessionId: '',
    tenantId,
    client,
    capabilities,
    reportProgress: silent,
    log: silent,
    elicit: cannotAsk,
    sample: cannotAsk,
    listRoots: cannotAsk,
  };
}
