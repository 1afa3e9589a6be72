import type { Annotations, CacheHint, Icon, Resource as ListedResource } from '@modelcontextprotocol/server';
import type { HandlerContext } from './handler-context.ts';
import type { Completer } from './handler.ts';

/** The common options of resources and resource templates. */
interface ResourcePresentation {
  /** The name for programs. */
  name: string;
  /** The name for people. */
  title?: string;
  description?: string;
  /** The MIME type of the handler's result, unless the result states its own. */
  mimeType?: string;
  annotations?: Annotations;
  icons?: Icon[];
  /** How long, and for whom, agents of revision 2026-07-28 may cache the content. */
  cacheHint?: CacheHint;
}

/** The options of a resource, as agents see them. */
export interface ResourceOptions extends ResourcePresentation {
  /** Unique within the server. */
  uri: string;
  /** The size in bytes, if it is known. */
  size?: number;
}

/** The options of a resource template, as agents see them. */
export interface ResourceTemplateOptions extends ResourcePresentation {
  /** A template by RFC 6570, such as `report://{year}/{month}`. Unique within the server. */
  uriTemplate: string;
  /** Suggests values for each variable. `this` is the provider of the decorated method. */
  complete?: Record<string, Completer>;
  /** The resources of the template that agents see in lists. Without it, none are listed. `this` is the provider. */
  list?: (context: HandlerContext) => ListedResource[] | Promise<ListedResource[]>;
}
