import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ProtocolError, ProtocolErrorCode, type ServerContext } from '@modelcontextprotocol/server';
import { ResourceRegistry, type HandlerContext } from '#tools';
import { HandlerRuns } from '../../handler-runs.ts';
import type { ServedMethods } from '../../served-methods.ts';
import type { Serving } from '../../serving.ts';
import { MAX_SUBSCRIPTIONS, normalized, ResourceAdmission } from './resource-admission.ts';
import { SubscribedCharacters } from './subscribed-characters.ts';

/** The resources that a session has subscribed to. */
interface Subscribed {
  uris: Set<string>;
  /** The context of the latest request is enough, because guards see all requests of a session alike. */
  agent: HandlerContext;
}

/** `resources/subscribe`, up to revision 2025-11-25: the resources whose updates a session receives. */
@Injectable()
export class ResourceSubscriptions implements OnModuleInit {
  readonly methods: ServedMethods = {
    'resources/subscribe': (serving, { uri }, context) => this.#subscribe(serving, uri, context),
    'resources/unsubscribe': (serving, { uri }) => this.#unsubscribe(serving, uri),
  };
  readonly #sessions = new Map<Serving, Subscribed>();

  constructor(
    private readonly resources: ResourceRegistry,
    private readonly admission: ResourceAdmission,
    private readonly runs: HandlerRuns,
    private readonly characters: SubscribedCharacters,
  ) {}

  onModuleInit(): void {
    this.resources.updates.subscribe((uri) => {
      for (const [serving, subscribed] of this.#sessions)
        if (subscribed.uris.has(uri)) void this.#tell(serving, subscribed, uri);
    });
  }

  /** Ends the subscriptions of a session. */
  end(serving: Serving): void {
    for (const uri of this.#sessions.get(serving)?.uris ?? [])
      this.characters.giveBack(serving.client.principalId, uri.length);
    this.#sessions.delete(serving);
  }

  async #subscribe(serving: Serving, asked: string, context: ServerContext): Promise<object> {
    const agent = this.runs.contextOf(serving, context);
    await this.admission.admit(asked, agent);
    // The session has ended meanwhile.
    if (context.mcpReq.signal.aborted) return {};
    const uri = normalized(asked);
    const { uris } = this.#sessions.get(serving) ?? { uris: new Set<string>() };
    if (uris.size >= MAX_SUBSCRIPTIONS && !uris.has(uri)) {
      const message = `A session may subscribe to ${MAX_SUBSCRIPTIONS} resources at most`;
      throw new ProtocolError(ProtocolErrorCode.InvalidRequest, message);
    }
    if (!uris.has(uri)) this.characters.take(serving.client.principalId, uri.length);
    uris.add(uri);
    this.#sessions.set(serving, { uris, agent });
    return {};
  }

  #unsubscribe(serving: Serving, asked: string): object {
    const uri = normalized(asked);
    if (this.#sessions.get(serving)?.uris.delete(uri))
      this.characters.giveBack(serving.client.principalId, uri.length);
    return {};
  }

  async #tell(serving: Serving, { uris, agent }: Subscribed, uri: string): Promise<void> {
    try {
      // The permissions of the agent, or the resource, may have changed.
      await this.admission.admit(uri, agent);
      if (uris.has(uri)) await serving.server.sendResourceUpdated({ uri });
    } catch {
      // The agent may not hear of it any more, or has disconnected.
    }
  }
}
