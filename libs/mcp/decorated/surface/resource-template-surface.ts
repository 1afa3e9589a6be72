import { HttpException, Injectable } from '@nestjs/common';
import { ResourceTemplate, type Resource, type ServerContext } from '@modelcontextprotocol/server';
import {
  errorOf,
  readable,
  ResourceTemplateRegistry,
  toReadResourceResult,
  type ResourceTemplateDefinition,
} from '#tools';
import type { Serving } from '../serving.ts';
import { HandlerRuns } from '../handler-runs.ts';
import { asProtocolError } from './protocol-failure.ts';
import { Surface, type Registered } from './surface.ts';
import { decodedVariables } from './uri-variables.ts';

/** The families of resources that agents see and read. */
@Injectable()
export class ResourceTemplateSurface extends Surface<ResourceTemplateDefinition> {
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

  // What a guard keeps from an agent is left out of its list; the rest of the list is not to fail for it.
  async #list(
    serving: Serving,
    { list }: ResourceTemplateDefinition,
    context: ServerContext,
  ): Promise<Resource[]> {
    if (!list) return [];
    try {
      return await list(this.runs.contextOf(serving, context));
    } catch (unknown) {
      const thrown = readable(unknown);
      if (thrown instanceof HttpException && thrown.getStatus() < 500) return [];
      // The SDK would leave the agent without an answer for what is no error.
      throw errorOf(thrown);
    }
  }
}
