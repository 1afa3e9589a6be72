import { HttpException, Injectable, Logger } from '@nestjs/common';
import type { Resource, ServerContext } from '@modelcontextprotocol/server';
import { errorOf, readable, toJsonValue, type ResourceTemplateDefinition } from '#tools';
import { HandlerRuns } from '../../handler-runs.ts';
import type { Serving } from '../../serving.ts';

/** Lists the resources of templates. */
@Injectable()
export class TemplateLists {
  readonly #logger = new Logger('ResourceLists');

  constructor(private readonly runs: HandlerRuns) {}

  /**
   * The resources that a template lists itself; none when it has no list. One that a guard refuses, or whose own list fails,
   * is left out, so that the rest of the list still works.
   */
  async resourcesOf(
    { list, options }: ResourceTemplateDefinition,
    serving: Serving,
    context: ServerContext,
  ): Promise<Resource[]> {
    if (!list) return [];
    const { name, uriTemplate: _u, cacheHint: _c, ...presentation } = options;
    try {
      const listed = toJsonValue(await list(this.runs.contextOf(serving, context)), 'The list');
      if (!Array.isArray(listed)) throw new TypeError('The value is not a list');
      return (listed as Resource[]).map((resource) => ({ ...presentation, ...resource }));
    } catch (unknown) {
      this.#tell(name, readable(unknown));
      return [];
    }
  }

  #tell(name: string, thrown: unknown): void {
    if (thrown instanceof HttpException && thrown.getStatus() < 500) return;
    this.#logger.error(`The resources of the template "${name}" could not be listed`, errorOf(thrown).stack);
  }
}
