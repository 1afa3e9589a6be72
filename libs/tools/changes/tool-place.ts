import type { Offer } from '../offer/offer.ts';

/** What a definition is known by. */
export interface ToolPlace {
  /** The name of the tool where it comes from. */
  tool: string;
  /** The name of the upstream that it comes from; empty for this server. */
  upstream: string;
}

/** Where a tool comes from that an offer lists by a name. With `upstream`, the name is the one that it has there. */
export function toolPlaceOf(
  offer: Pick<Offer, 'originalName' | 'upstreamOf'>,
  name: string,
  upstream?: string,
): ToolPlace {
  if (upstream !== undefined) return { tool: name, upstream };
  return { tool: offer.originalName(name), upstream: offer.upstreamOf(name) ?? '' };
}
