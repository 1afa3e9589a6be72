import type { CrowsnestEvent } from '#contract';

/**
 * Returns the calls whose start is not followed by exactly one end, or that end without a start, each with its events.
 * The result is empty if every call has ended correctly.
 */
export function unpairedCalls(events: readonly CrowsnestEvent[]): string[] {
  const steps = new Map<string, string>();
  for (const { type, data } of events)
    if (/^tool:(start|done|error)$/.test(type) && 'callId' in data)
      steps.set(data.callId, `${steps.get(data.callId) ?? ''} ${type}`);
  return [...steps]
    .filter(([, taken]) => !/^ tool:start tool:(done|error)$/.test(taken))
    .map(([callId, taken]) => callId + taken);
}
