import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { ProtocolError, ProtocolErrorCode, type JSONRPCRequest } from '@modelcontextprotocol/server';
import { merge, type Observable } from 'rxjs';
import {
  errorOf,
  PromptRegistry,
  RawMessage,
  ResourceRegistry,
  ResourceTemplateRegistry,
  ToolRegistry,
  WithheldTools,
  type MessageOrigin,
  type OfferClient,
} from '#tools';
import { MCP_MODULE_OPTIONS, type McpModuleOptions } from '../../mcp.module-definition.ts';
import { MAX_SUBSCRIPTIONS, ResourceAdmission } from '../surface/resources/resource-admission.ts';
import { SubscribedCharacters } from '../surface/resources/subscribed-characters.ts';
import { listenerContext } from './listener-context.ts';
import { Listening } from './listening.ts';
import { filterOf, resourcesOf, type SubscriptionFilter } from './subscription-filter.ts';

/** An open stream and the notices that it receives. */
interface Listener {
  listening: Listening;
  filter: SubscriptionFilter;
  /** Maps the normal form of each URI to the form that the agent used. */
  uris: ReadonlyMap<string, string>;
  /** Rejects when the agent may not receive updates of a resource at this moment. */
  admit(uri: string): Promise<void>;
}

/**
 * `subscriptions/listen` of revision 2026-07-28. A stream begins only if the agent may receive everything it asks
 * for. Access to a resource is checked again at every update, because a stream can outlive a permission.
 */
@Injectable()
export class Listenings implements OnModuleInit {
  readonly #listeners = new Set<Listener>();

  constructor(
    @Inject(MCP_MODULE_OPTIONS) private readonly options: McpModuleOptions,
    private readonly admission: ResourceAdmission,
    private readonly tools: ToolRegistry,
    private readonly resources: ResourceRegistry,
    private readonly templates: ResourceTemplateRegistry,
    private readonly prompts: PromptRegistry,
    private readonly characters: SubscribedCharacters,
    private readonly withheld: WithheldTools,
  ) {}

  onModuleInit(): void {
    const resources = merge<unknown[]>(this.resources.changes, this.templates.changes);
    const tools = merge<unknown[]>(this.tools.changes, this.withheld.changes);
    this.#follow(tools, 'toolsListChanged', 'notifications/tools/list_changed');
    this.#follow(this.prompts.changes, 'promptsListChanged', 'notifications/prompts/list_changed');
    this.#follow(resources, 'resourcesListChanged', 'notifications/resources/list_changed');
    this.resources.updates.subscribe((uri) => this.#updated(uri));
  }

  /** Begins a stream. Call the returned function when the agent disconnects. */
  begin(client: OfferClient, request: JSONRPCRequest, origin: MessageOrigin): () => void {
    const gone = new AbortController();
    const context = listenerContext(client, request, origin, gone.signal);
    const listening = new Listening(client, request.id, this.options.serverInfo);
    const filter = filterOf(request);
    const listener: Listener = {
      listening,
      filter,
      uris: resourcesOf(filter),
      admit: (uri) => this.admission.admit(uri, context),
    };
    gone.signal.addEventListener('abort', () => {
      this.#listeners.delete(listener);
      listening.drop();
    });
    void this.#admit(listener, client.principalId, gone.signal).catch(
      (thrown) => void client.send(refusal(request, thrown)),
    );
    return () => gone.abort();
  }

  /** Ends every stream with its answer. */
  async endAll(): Promise<void> {
    for (const { listening } of this.#listeners) listening.end();
    this.#listeners.clear();
  }

  async #admit(listener: Listener, principalId: string, gone: AbortSignal): Promise<void> {
    if (listener.uris.size > MAX_SUBSCRIPTIONS) {
      const message = `A stream may hear of at most ${MAX_SUBSCRIPTIONS} resources`;
      throw new ProtocolError(ProtocolErrorCode.InvalidRequest, message);
    }
    // One after another, so that no guard is asked after the first refusal.
    for (const uri of listener.uris.values()) await listener.admit(uri);
    if (gone.aborted) return;
    const characters = charactersOf(listener);
    this.characters.take(principalId, characters);
    gone.addEventListener('abort', () => this.characters.giveBack(principalId, characters));
    this.#listeners.add(listener);
    listener.listening.acknowledge(listener.filter);
  }

  // Several changes in the same turn are sent as one.
  #follow(changes: Observable<unknown>, wanted: keyof SubscriptionFilter, method: string): void {
    let isDue = false;
    const send = (): void => {
      isDue = false;
      for (const { filter, listening } of this.#listeners) if (filter[wanted]) listening.notify({ method });
    };
    changes.subscribe(() => {
      if (!isDue) queueMicrotask(send);
      isDue = true;
    });
  }

  #updated(uri: string): void {
    for (const listener of this.#listeners) {
      const asked = listener.uris.get(uri);
      if (asked === undefined) continue;
      // The agent knows the resource by the URI that it sent.
      const notice = { method: 'notifications/resources/updated', params: { uri: asked } };
      listener.admit(uri).then(
        () => listener.listening.notify(notice),
        () => undefined,
      );
    }
  }
}

/** The number of characters that the stream keeps: each URI in its normal form and in the agent's form. */
function charactersOf({ uris }: Listener): number {
  let characters = 0;
  for (const [known, asked] of uris) characters += known.length + asked.length;
  return characters;
}

function refusal({ id }: JSONRPCRequest, thrown: unknown): RawMessage {
  const { code, message, data } = errorOf(thrown) as Error & { code?: unknown; data?: unknown };
  const error = {
    code: typeof code === 'number' ? code : ProtocolErrorCode.InternalError,
    message,
    ...(data !== undefined && { data }),
  };
  return RawMessage.of({ jsonrpc: '2.0', id, error });
}
