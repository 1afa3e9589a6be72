import type { UpstreamState, UpstreamView } from '#contract';

/** How a state is shown. */
export interface StateWords {
  word: string;
  tone: 'quiet' | 'accent' | 'slow' | 'bad';
}

const STATES: Record<UpstreamState, StateWords> = {
  idle: { word: 'idle', tone: 'quiet' },
  starting: { word: 'starting', tone: 'slow' },
  up: { word: 'up', tone: 'accent' },
  waiting: { word: 'failed, tried again', tone: 'bad' },
  parked: { word: 'parked', tone: 'bad' },
  refused: { word: 'credentials refused', tone: 'bad' },
};

/** The word and the tone of a state. One that only a newer server knows is told as it is. */
export function stateWords(state: UpstreamState): StateWords {
  return STATES[state] ?? { word: state, tone: 'quiet' };
}

const ERAS = { legacy: 'up to 2025-11-25', modern: '2026-07-28' } as const;

/** The eras in which an upstream has answered. */
export function eraWords({ eras }: UpstreamView): string {
  return eras.length > 0 ? eras.map((era) => ERAS[era] ?? era).join(', ') : 'not known yet';
}
