import { HttpException, Injectable, Logger } from '@nestjs/common';
import { ResourceTemplate, type Resource, type ServerContext } from '@modelcontextprotocol/server';
import {
  errorOf,
  readable,
  ResourceTemplateRegistry,
  toJsonValue,
  toReadResourceResult,
  type ResourceTemplateDefinition,
} from '#tools';
import type { Serving } from '../serving.ts';
import { HandlerRuns } from '../handler-runs.ts';
import { asProtocolError } from './protocol-failure.ts';
import { Surface, type Registered } from './surface.ts';
import { decodedVariables } from './uri-variables.ts';

/** Serves the resource templates that agents see, and the resources that they read through them. */
@Injectable()
export class ResourceTemplateSurface extends Surface<ResourceTemplateDefinition> {
  readonly #logger = new Logger('ResourceLists');

  constructor(
    registry: ResourceTemplateRegistry,
    private readonly runs: HandlerRuns,
  ) {
    super(registry);
  }

  add(serving: Serving, definition: ResourceTemplateDefinition): Registered {
    const { name, uriTemplate, ...presentation } = definition.options;
    const template = new ResourceTemplate(uriTemplate, {
      list: async (context) => ({ resources: await this.#list(serving, definition, context) }),
    });
    return serving.server.registerResource(
      name,
      template,
      presentation,
      ({ href }, variables, context: ServerContext) =>
        this.runs.run(serving, context, async (contextFor) => {
          const read = definition
            .handle(decodedVariables(variables), { ...contextFor(), uri: href })
            .catch(asProtocolError);
          return toReadResourceResult(await read, href, presentation.mimeType);
        }),
    );
  }

  // A template that a guard refuses, or whose own list fails, is left out, so that the rest of the list still works.
  async #list(
    serving: Serving,
    { list, options: { name } }: ResourceTemplateDefinition,
    context: ServerContext,
  ): Promise<Resource[]> {
    if (!list) return [];
    try {
      const listed = toJsonValue(await list(this.runs.contextOf(serving, context)), 'The list');
      if (Array.isArray(listed)) return listed as Resource[];
      throw new TypeError('The value is not a list');
    } catch (unknown) {
      const thrown = readable(unknown);
      if (thrown instanceof HttpException && thrown.getStatus() < 500) return [];
      this.#logger.error(
        `The resources of the template "${name}" could not be listed`,
        errorOf(thrown).stack,
      );
      return [];
    }
  }
}
