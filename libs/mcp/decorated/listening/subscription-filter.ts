import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import { normalized } from '../surface/resource-admission.ts';

/** What an agent wants to hear of, as it wrote it: the members that it did not ask for are missing. */
export interface SubscriptionFilter {
  toolsListChanged?: true;
  promptsListChanged?: true;
  resourcesListChanged?: true;
  resourceSubscriptions?: string[];
}

const LISTS = ['toolsListChanged', 'promptsListChanged', 'resourcesListChanged'] as const;

/** Reads what a `subscriptions/listen` request asks for. The SDK's gate has found it to be well-formed. */
export function filterOf({ params }: JSONRPCRequest): SubscriptionFilter {
  const asked = (params?.['notifications'] ?? {}) as Record<string, unknown>;
  const filter: SubscriptionFilter = {};
  for (const list of LISTS) if (asked[list] === true) filter[list] = true;
  const uris = asked['resourceSubscriptions'];
  const texts = Array.isArray(uris) ? uris.filter((uri) => typeof uri === 'string') : [];
  if (texts.length > 0) filter.resourceSubscriptions = texts;
  return filter;
}

/** The resources of a filter: each URI in its normal form, and as the agent wrote it. */
export function resourcesOf({ resourceSubscriptions = [] }: SubscriptionFilter): Map<string, string> {
  return new Map(resourceSubscriptions.map((uri) => [normalized(uri), uri]));
}
