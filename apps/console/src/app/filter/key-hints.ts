import type { FilterKey } from '#contract';

/** Describes what each key of a filter compares. */
export const KEY_HINTS: Readonly<Record<FilterKey, string>> = {
  type: 'type of event, such as tool:error',
  tool: 'name of the tool; * stands for anything',
  session: 'id of the session',
  tenant: 'tenant of the session',
  client: 'name of the agent’s client',
  kind: 'kind of failure',
  group: 'group of failures that are alike',
  duration: 'how long the call took: >2s, 100ms..2s',
  is: 'error, running, derived or unknown',
  trace: 'id of the trace',
  upstream: 'server behind this one',
  instance: 'instance that ran the call',
};
