import { Injectable } from '@nestjs/common';
import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError } from '@modelcontextprotocol/server';
import type { Subscription } from 'rxjs';
import { ResourceRegistry, ResourceTemplateRegistry } from '#tools';
import type { Serving } from '../caller.ts';

/** The most resources that a session may subscribe to. */
const MAX_SUBSCRIPTIONS = 1_000;

/** `resources/subscribe`, up to revision 2025-11-25: what a session wants to hear of. */
@Injectable()
export class ResourceSubscriptions {
  constructor(
    private readonly resources: ResourceRegistry,
    private readonly templates: ResourceTemplateRegistry,
  ) {}

  /** Serves a session until the subscription ends. */
  serve({ server: { server } }: Serving): Subscription {
    const subscribed = new Set<string>();
    server.setRequestHandler('resources/subscribe', ({ params }) => {
      const uri = this.#known(params.uri);
      if (subscribed.size >= MAX_SUBSCRIPTIONS && !subscribed.has(uri)) {
        const message = `A session may subscribe to ${MAX_SUBSCRIPTIONS} resources at most`;
        throw new ProtocolError(ProtocolErrorCode.InvalidRequest, message);
      }
      subscribed.add(uri);
      return {};
    });
    server.setRequestHandler('resources/unsubscribe', ({ params }) => {
      subscribed.delete(normalized(params.uri));
      return {};
    });
    return this.resources.updates.subscribe((uri) => {
      if (subscribed.has(uri)) void server.sendResourceUpdated({ uri });
    });
  }

  #known(uri: string): string {
    const known = normalized(uri);
    if (this.resources.get(known) || this.templates.matches(known)) return known;
    throw new ResourceNotFoundError(uri);
  }
}

function normalized(uri: string): string {
  return URL.parse(uri)?.href ?? uri;
}
