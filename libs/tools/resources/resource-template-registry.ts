import { Injectable } from '@nestjs/common';
import { UriTemplate, type Resource } from '@modelcontextprotocol/server';
import { DefinitionRegistry } from '../handlers/definition-registry.ts';
import type { HandlerContext, ResourceContext } from '../handlers/handler-context.ts';
import type { Completer, Handler } from '../handlers/handler.ts';
import type { ResourceTemplateOptions } from './resource-options.ts';

/** A family of resources that can be read. */
export interface ResourceTemplateDefinition {
  options: Omit<ResourceTemplateOptions, 'complete' | 'list'>;
  handle: Handler<ResourceContext>;
  complete?: Record<string, Completer>;
  list?: (context: HandlerContext) => Resource[] | Promise<Resource[]>;
}

/** The families of resources that this server serves, by name. */
@Injectable()
export class ResourceTemplateRegistry extends DefinitionRegistry<ResourceTemplateDefinition> {
  /** The family of a URI template, spelled as it is listed. */
  findByTemplate(uriTemplate: string): ResourceTemplateDefinition | undefined {
    return this.list().find(({ options }) => options.uriTemplate === uriTemplate);
  }

  /** Whether a URI belongs to one of the families. */
  matches(uri: string): boolean {
    return this.list().some(({ options }) => new UriTemplate(options.uriTemplate).match(uri) !== null);
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
