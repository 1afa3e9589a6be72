import type { CrowsnestEvent } from '#contract';

/**
 * The calls among these events whose start is not followed by exactly one end, or that end without a start, each
 * with its steps. None is what a suite hopes for once all of its calls are over.
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
