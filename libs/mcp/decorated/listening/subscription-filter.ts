import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import { normalized } from '../surface/resources/resource-admission.ts';

/** The notices that an agent asks for. Members that it did not send are missing. */
export interface SubscriptionFilter {
  toolsListChanged?: true;
  promptsListChanged?: true;
  resourcesListChanged?: true;
  resourceSubscriptions?: string[];
}

const LISTS = ['toolsListChanged', 'promptsListChanged', 'resourcesListChanged'] as const;

/** Reads the filter of a `subscriptions/listen` request, which the SDK's gate has already validated. */
export function filterOf({ params }: JSONRPCRequest): SubscriptionFilter {
  const asked = (params?.['notifications'] ?? {}) as Record<string, unknown>;
  const filter: SubscriptionFilter = {};
  for (const list of LISTS) if (asked[list] === true) filter[list] = true;
  const uris = asked['resourceSubscriptions'];
  const texts = Array.isArray(uris) ? uris.filter((uri) => typeof uri === 'string') : [];
  if (texts.length > 0) filter.resourceSubscriptions = texts;
  return filter;
}

/** The resources of a filter: maps the normal form of each URI to the form that the agent used. */
export function resourcesOf({ resourceSubscriptions = [] }: SubscriptionFilter): Map<string, string> {
  return new Map(resourceSubscriptions.map((uri) => [normalized(uri), uri]));
}
