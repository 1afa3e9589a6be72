import { Injectable } from '@nestjs/common';
import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError } from '@modelcontextprotocol/server';
import { ResourceRegistry, ResourceTemplateRegistry, type HandlerContext } from '#tools';
import { asProtocolError } from './protocol-failure.ts';
import { decodedVariables } from './uri-variables.ts';

/** The most resources that one session, or one stream, may subscribe to. */
export const MAX_SUBSCRIPTIONS = 1_000;

/** The longest URI that an agent may subscribe to, in characters. */
const MAX_URI = 4_096;

/** Asks the guards of resources whether an agent may hear of them: whoever may not read one may not. */
@Injectable()
export class ResourceAdmission {
  constructor(
    private readonly resources: ResourceRegistry,
    private readonly templates: ResourceTemplateRegistry,
  ) {}

  /** Rejects with the answer to an agent that may not, or asks for a resource that is not there. */
  async admit(uri: string, context: HandlerContext): Promise<void> {
    if (uri.length > MAX_URI) {
      const message = `"uri" may have ${MAX_URI} characters at most`;
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, message);
    }
    const known = normalized(uri);
    const resource = this.resources.get(known);
    if (resource) {
      await resource.admit?.({}, { ...context, uri: known }).catch(asProtocolError);
      return;
    }
    const family = this.templates.findByUri(known);
    if (!family) throw new ResourceNotFoundError(uri);
    const { definition, variables } = family;
    await definition.admit?.(decodedVariables(variables), { ...context, uri: known }).catch(asProtocolError);
  }
}

/** A URI as resources are known by and compared with. */
export function normalized(uri: string): string {
  return URL.parse(uri)?.href ?? uri;
}
