import { Injectable } from '@nestjs/common';
import {
  isInputRequiredResult,
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  type CacheHint,
  type InputRequiredResult,
  type ReadResourceResult,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { loggableExcerpt } from '#redaction';
import {
  ResourceRegistry,
  ResourceTemplateRegistry,
  toReadResourceResult,
  type ResourceContext,
} from '#tools';
import { HandlerRuns } from '../../handler-runs.ts';
import type { Serving } from '../../serving.ts';
import { tellAndRethrow } from '../protocol-failure.ts';
import { decodedVariables } from './uri-variables.ts';

/** Maximum length of a URI in the log, in characters. */
const MAX_LOGGED = 256;

/** What reads one resource. */
interface Reader {
  options: { mimeType?: string; cacheHint?: CacheHint };
  handle(context: ResourceContext): Promise<unknown>;
}

/** Reads resources, also those of templates. */
@Injectable()
export class ResourceReads {
  constructor(
    private readonly resources: ResourceRegistry,
    private readonly templates: ResourceTemplateRegistry,
    private readonly runs: HandlerRuns,
  ) {}

  async read(
    serving: Serving,
    asked: string,
    context: ServerContext,
  ): Promise<ReadResourceResult | InputRequiredResult> {
    const uri = URL.parse(asked)?.href;
    if (uri === undefined) {
      const data = { uri: asked, reason: 'invalid_uri' };
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Resource URI ${asked} is invalid`, data);
    }
    const reader = this.#readerOf(uri);
    if (!reader) throw new ResourceNotFoundError(asked);
    const { mimeType, cacheHint } = reader.options;
    const result = await this.runs
      .run(serving, context, async (contextFor) =>
        toReadResourceResult(await reader.handle({ ...contextFor(), uri }), uri, mimeType),
      )
      .catch(tellAndRethrow(`The resource ${loggableExcerpt(uri, MAX_LOGGED)}`, context.mcpReq.signal));
    return serving.client.era === 'modern' ? withCacheHint(result, cacheHint) : result;
  }

  #readerOf(uri: string): Reader | undefined {
    const resource = this.resources.get(uri);
    if (resource) return { options: resource.options, handle: (context) => resource.handle({}, context) };
    const family = this.templates.findByUri(uri);
    if (!family) return undefined;
    const { definition, variables } = family;
    return {
      options: definition.options,
      handle: (context) => definition.handle(decodedVariables(variables), context),
    };
  }
}

/** What the handler says of caching itself counts more. */
function withCacheHint<R extends object>(result: R, hint: CacheHint | undefined): R {
  return hint && !isInputRequiredResult(result) ? { ...hint, ...result } : result;
}
