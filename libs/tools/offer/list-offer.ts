import { MAX_TOOLS_LISTED, type OfferedTool } from '#contract';
import { cutText } from '#redaction';
import { listDefinitions } from './list-definitions.ts';
import type { Offer } from './offer.ts';

/** Descriptions are cut to this many characters. */
const LONGEST_DESCRIPTION = 500;

/** What an offer lists. */
export interface ListedOffer {
  tools: OfferedTool[];
  /** Whether there are no further tools. */
  complete: boolean;
}

/**
 * Lists the tools of an offer with the sizes of their definitions, which are those that agents of a tenant get. Rejects
 * with {@link OfferSilent}.
 */
export async function listOffer(offer: Offer, tenantId: string): Promise<ListedOffer> {
  const { definitions, complete } = await listDefinitions(offer, tenantId, MAX_TOOLS_LISTED);
  return { tools: definitions.flatMap(toolOf), complete };
}

/** An upstream may list anything. Nobody can call a tool without a name. */
function toolOf(json: string): OfferedTool[] {
  const { name, title, description } = (JSON.parse(json) ?? {}) as Record<string, unknown>;
  if (typeof name !== 'string') return [];
  const tool = {
    name,
    ...(typeof title === 'string' && { title }),
    ...(typeof description === 'string' && { description: cutText(description, LONGEST_DESCRIPTION) }),
    definitionBytes: Buffer.byteLength(json),
  };
  return [tool];
}
