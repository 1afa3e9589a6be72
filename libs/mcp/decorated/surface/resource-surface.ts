import { Injectable } from '@nestjs/common';
import type { ServerContext } from '@modelcontextprotocol/server';
import { ResourceRegistry, toReadResourceResult, type ResourceDefinition } from '#tools';
import type { Serving } from '../serving.ts';
import { HandlerRuns } from '../handler-runs.ts';
import { asProtocolError } from './protocol-failure.ts';
import { Surface, type Registered } from './surface.ts';

/** Serves the resources that agents see and read. */
@Injectable()
export class ResourceSurface extends Surface<ResourceDefinition> {
  constructor(
    registry: ResourceRegistry,
    private readonly runs: HandlerRuns,
  ) {
    super(registry);
  }

  add(serving: Serving, resource: ResourceDefinition): Registered {
    const { name, uri, ...presentation } = resource.options;
    return serving.server.registerResource(name, uri, presentation, (_uri, context: ServerContext) =>
      this.runs.run(serving, context, async (contextFor) => {
        const read = resource.handle({}, { ...contextFor(), uri }).catch(asProtocolError);
        return toReadResourceResult(await read, uri, presentation.mimeType);
      }),
    );
  }
}
