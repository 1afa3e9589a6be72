import { Injectable } from '@nestjs/common';
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { Subscription } from 'rxjs';
import { ResourceRegistry, type HandlerContext } from '#tools';
import type { Serving } from '../serving.ts';
import { HandlerRuns } from '../handler-runs.ts';
import { SubscribedCharacters } from './subscribed-characters.ts';
import { MAX_SUBSCRIPTIONS, normalized, ResourceAdmission } from './resource-admission.ts';

/** `resources/subscribe`, up to revision 2025-11-25: the resources whose updates a session receives. */
@Injectable()
export class ResourceSubscriptions {
  constructor(
    private readonly resources: ResourceRegistry,
    private readonly admission: ResourceAdmission,
    private readonly runs: HandlerRuns,
    private readonly characters: SubscribedCharacters,
  ) {}

  /** Serves a session until the returned subscription ends. */
  serve(serving: Serving): Subscription {
    const { server } = serving.server;
    const { principalId } = serving.client;
    const subscribed = new Set<string>();
    // The latest context is enough, because guards see all requests of a session alike.
    let agent: HandlerContext;
    server.setRequestHandler('resources/subscribe', async ({ params }, context) => {
      const asking = this.runs.contextOf(serving, context);
      await this.admission.admit(params.uri, asking);
      const uri = normalized(params.uri);
      if (subscribed.size >= MAX_SUBSCRIPTIONS && !subscribed.has(uri)) {
        const message = `A session may subscribe to ${MAX_SUBSCRIPTIONS} resources at most`;
        throw new ProtocolError(ProtocolErrorCode.InvalidRequest, message);
      }
      agent = asking;
      if (!subscribed.has(uri)) this.characters.take(principalId, uri.length);
      subscribed.add(uri);
      return {};
    });
    server.setRequestHandler('resources/unsubscribe', ({ params }) => {
      const uri = normalized(params.uri);
      if (subscribed.delete(uri)) this.characters.giveBack(principalId, uri.length);
      return {};
    });
    const tell = async (uri: string): Promise<void> => {
      try {
        // The permissions of the agent, or the resource, may have changed.
        await this.admission.admit(uri, agent);
        if (subscribed.has(uri)) await server.sendResourceUpdated({ uri });
      } catch {
        // The agent may not hear of it any more, or has disconnected.
      }
    };
    const following = this.resources.updates.subscribe((uri) => {
      if (subscribed.has(uri)) void tell(uri);
    });
    following.add(() => {
      for (const uri of subscribed) this.characters.giveBack(principalId, uri.length);
      subscribed.clear();
    });
    return following;
  }
}
