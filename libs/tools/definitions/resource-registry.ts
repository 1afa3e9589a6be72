import { Injectable } from '@nestjs/common';
import { Subject, type Observable } from 'rxjs';
import { DefinitionRegistry } from './definition-registry.ts';
import type { ResourceContext } from './handler-context.ts';
import type { Admission, Handler } from './handler.ts';
import type { ResourceOptions } from './resource-options.ts';

/** A resource and its handler. */
export interface ResourceDefinition {
  options: ResourceOptions;
  handle: Handler<ResourceContext>;
  /** Decides whether an agent may subscribe to updates. Without it, every agent may. */
  admit?: Admission<ResourceContext>;
}

/** The resources that this server serves, by URI. */
@Injectable()
export class ResourceRegistry extends DefinitionRegistry<ResourceDefinition> {
  readonly #updates = new Subject<string>();

  /** Emits the URI of each resource whose content has changed. */
  get updates(): Observable<string> {
    return this.#updates.asObservable();
  }

  /** Notifies subscribed agents that the content of a resource has changed. */
  notifyUpdated(uri: string): void {
    this.#updates.next(URL.parse(uri)?.href ?? uri);
  }

  // Agents' URIs are normalized before they are compared.
  protected keyOf({ options: { uri } }: ResourceDefinition, source: string): string {
    const { href } = URL.parse(uri) ?? {};
    if (href === uri) return uri;
    throw new Error(`${source}: "${uri}" is not a resource URI${href ? `; write it as "${href}"` : ''}`);
  }

  protected taken(uri: string): string {
    return `another resource has the URI "${uri}" already`;
  }
}
