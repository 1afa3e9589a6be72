import { planFilter, type EventFilter, type InFlightCall, type Term } from '#contract';

/**
 * The filter with the calls that run now, if its terms ask for them. Where only running calls can match it also names
 * their sessions and when the first of them began, so that the log looks nowhere else.
 */
export function withRunning(filter: EventFilter, callsInFlight: () => readonly InFlightCall[]): EventFilter {
  const { terms } = filter;
  if (!terms || !planFilter({ terms }).needsRunning) return filter;
  const calls = callsInFlight();
  const running = calls.map(({ callId }) => callId);
  return { ...filter, running, ...(terms.some(needsRunning) && placeOf(calls, filter)) };
}

/** Whether the term holds for running calls alone. */
function needsRunning(term: Term): boolean {
  return term.field === 'is' && !term.negated && term.states.every((state) => state === 'running');
}

function placeOf(calls: readonly InFlightCall[], { sessions, from = '' }: EventFilter): EventFilter {
  const ofCalls = new Set<string>(calls.map(({ sessionId }) => sessionId));
  const [began = from] = calls.map(({ startedAt }) => startedAt).toSorted();
  return {
    sessions: sessions?.filter((session) => ofCalls.has(session)) ?? [...ofCalls],
    ...(began !== '' && { from: began > from ? began : from }),
  };
}
