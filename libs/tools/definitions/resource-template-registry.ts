import { Injectable } from '@nestjs/common';
import { UriTemplate, type Resource, type Variables } from '@modelcontextprotocol/server';
import { DefinitionRegistry } from './definition-registry.ts';
import type { HandlerContext, ResourceContext } from './handler-context.ts';
import type { Admission, Completer, Handler } from './handler.ts';
import type { ResourceTemplateOptions } from './resource-options.ts';

/** A resource template and its handler. */
export interface ResourceTemplateDefinition {
  options: Omit<ResourceTemplateOptions, 'complete' | 'list'>;
  handle: Handler<ResourceContext>;
  /** Decides whether an agent may subscribe to updates of such a resource. Without it, every agent may. */
  admit?: Admission<ResourceContext>;
  complete?: Record<string, Completer>;
  list?: (context: HandlerContext) => Resource[] | Promise<Resource[]>;
}

/** The resource templates that this server serves, by name. */
@Injectable()
export class ResourceTemplateRegistry extends DefinitionRegistry<ResourceTemplateDefinition> {
  /** Finds a definition by its URI template, spelled as it is listed. */
  findByTemplate(uriTemplate: string): ResourceTemplateDefinition | undefined {
    return this.list().find(({ options }) => options.uriTemplate === uriTemplate);
  }

  /** Finds the first template that matches a URI, with the variables exactly as the URI contains them. */
  findByUri(uri: string): { definition: ResourceTemplateDefinition; variables: Variables } | undefined {
    for (const definition of this.list()) {
      const variables = new UriTemplate(definition.options.uriTemplate).match(uri);
      if (variables) return { definition, variables };
    }
    return undefined;
  }

  protected keyOf({ options: { name, uriTemplate } }: ResourceTemplateDefinition, source: string): string {
    if (!UriTemplate.isTemplate(uriTemplate))
      throw new Error(`${source}: "${uriTemplate}" has no variables; use @Resource for a single URI`);
    if (this.findByTemplate(uriTemplate))
      throw new Error(`${source}: another resource template is "${uriTemplate}" already`);
    return name;
  }

  protected taken(name: string): string {
    return `another resource template is named "${name}" already; rename one of them`;
  }
}
