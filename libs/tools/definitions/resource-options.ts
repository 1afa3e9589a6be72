import type { Annotations, CacheHint, Icon, Resource as ListedResource } from '@modelcontextprotocol/server';
import type { HandlerContext } from './handler-context.ts';
import type { Completer } from './handler.ts';

/** What resources and templates have in common. */
interface ResourcePresentation {
  /** For programs. */
  name: string;
  /** For people. */
  title?: string;
  description?: string;
  /** Of what the handler returns, where it does not say otherwise. */
  mimeType?: string;
  annotations?: Annotations;
  icons?: Icon[];
  /** How long and for whom agents of revision 2026-07-28 may keep the content. */
  cacheHint?: CacheHint;
}

/** How a resource is presented to agents. */
export interface ResourceOptions extends ResourcePresentation {
  /** Unique within the server. */
  uri: string;
  /** In bytes, where it is known. */
  size?: number;
}

/** How a family of resources is presented to agents. */
export interface ResourceTemplateOptions extends ResourcePresentation {
  /** RFC 6570, such as `report://{year}/{month}`. Unique within the server. */
  uriTemplate: string;
  /** Suggests values, by variable. `this` is the provider of the decorated method. */
  complete?: Record<string, Completer>;
  /** The resources of the family that are to be listed; none without it. `this` is the provider. */
  list?: (context: HandlerContext) => ListedResource[] | Promise<ListedResource[]>;
}
