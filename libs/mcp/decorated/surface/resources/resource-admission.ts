import { Injectable } from '@nestjs/common';
import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError } from '@modelcontextprotocol/server';
import { loggableExcerpt } from '#redaction';
import { ResourceRegistry, ResourceTemplateRegistry, type HandlerContext } from '#tools';
import { tellAndRethrow } from '../protocol-failure.ts';
import { decodedVariables } from './uri-variables.ts';

/** Maximum number of resources that one session or stream may subscribe to. */
export const MAX_SUBSCRIPTIONS = 1_000;

/** Maximum length of a URI in the log, in characters. */
const MAX_LOGGED = 256;

/** Maximum length of a URI that an agent may subscribe to, in characters. */
const MAX_URI = 4_096;

/**
 * Asks the guards of a resource whether an agent may receive its updates: only an agent that may read a resource may.
 */
@Injectable()
export class ResourceAdmission {
  constructor(
    private readonly resources: ResourceRegistry,
    private readonly templates: ResourceTemplateRegistry,
  ) {}

  /**
   * Rejects with the agent's answer when it may not subscribe, or when the resource does not exist. A guard that fails is
   * logged, because nobody else would notice it.
   */
  async admit(uri: string, context: HandlerContext): Promise<void> {
    if (uri.length > MAX_URI) {
      const message = `"uri" may have ${MAX_URI} characters at most`;
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, message);
    }
    const known = normalized(uri);
    const resource = this.resources.get(known);
    if (resource) {
      await resource.admit?.({}, { ...context, uri: known }).catch(tellAndRethrow(guardOf(known)));
      return;
    }
    const family = this.templates.findByUri(known);
    if (!family) throw new ResourceNotFoundError(uri);
    const { definition, variables } = family;
    const asked = definition.admit?.(decodedVariables(variables), { ...context, uri: known });
    await asked?.catch(tellAndRethrow(guardOf(known)));
  }
}

function guardOf(uri: string): string {
  return `A guard of the resource ${loggableExcerpt(uri, MAX_LOGGED)}`;
}

/** The normal form of a URI, in which resources are registered and compared. */
export function normalized(uri: string): string {
  return URL.parse(uri)?.href ?? uri;
}
