import { Injectable } from '@nestjs/common';
import type { Resource, ResourceTemplateType, ServerContext } from '@modelcontextprotocol/server';
import { ResourceRegistry, ResourceTemplateRegistry } from '#tools';
import type { ServedMethods } from '../../served-methods.ts';
import type { Serving } from '../../serving.ts';
import { PagedLists } from '../paged-lists.ts';
import { ResourceReads } from './resource-reads.ts';
import { TemplateLists } from './template-lists.ts';

/** Serves the resources and resource templates that agents see and read. */
@Injectable()
export class ResourceSurface {
  readonly methods: ServedMethods = {
    'resources/list': async (serving, params, context) =>
      this.pages.pageOf('resources/list', 'resources', await this.#list(serving, context), params),
    'resources/templates/list': (_serving, params) =>
      this.pages.pageOf('resources/templates/list', 'resourceTemplates', this.#templates(), params),
    'resources/read': (serving, { uri }, context) => this.reads.read(serving, uri, context),
  };

  constructor(
    private readonly registry: ResourceRegistry,
    private readonly templates: ResourceTemplateRegistry,
    private readonly lists: TemplateLists,
    private readonly reads: ResourceReads,
    private readonly pages: PagedLists,
  ) {}

  async #list(serving: Serving, context: ServerContext): Promise<Resource[]> {
    const own = this.registry.list().map(({ options: { uri, name, cacheHint: _c, ...presentation } }) => ({
      uri,
      name,
      ...presentation,
    }));
    const ofTemplates: Resource[] = [];
    // One after another, so that the agent waits for no more than one list of the application at a time.
    for (const template of this.templates.list())
      ofTemplates.push(...(await this.lists.resourcesOf(template, serving, context)));
    return [...own, ...ofTemplates];
  }

  #templates(): ResourceTemplateType[] {
    return this.templates
      .list()
      .map(({ options: { name, uriTemplate, cacheHint: _c, ...presentation } }) => ({
        name,
        uriTemplate,
        ...presentation,
      }));
  }
}
