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
  return { tools: definitions.map(toolOf), complete };
}

function toolOf(json: string): OfferedTool {
  const { name, title, description } = JSON.parse(json) as Omit<OfferedTool, 'definitionBytes'>;
  return {
    name,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description: cutText(description, LONGEST_DESCRIPTION) }),
    definitionBytes: Buffer.byteLength(json),
  };
}
