import type { AnalysisScope } from './analysis-scope.ts';
import type { CallEnd } from './call-end.ts';
import type { EndSample } from './end-samples.ts';

/** The ends of each step, as many as the sample stands for. */
export function trendOf(
  ends: readonly CallEnd[],
  { first, stepMs, weights }: Pick<EndSample, 'first' | 'stepMs' | 'weights'>,
): number[] {
  const counts = weights.map(() => 0);
  for (const { at } of ends) {
    const step = Math.floor(at / stepMs) - first;
    const weight = weights[step];
    if (weight !== undefined) counts[step] = (counts[step] ?? 0) + weight;
  }
  return counts;
}

/** Values by a key, in the order in which the keys came. */
export function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

/** The steps of a scope in which everything that happened is known. */
export function stepWeights({
  from,
  to,
  stepMs,
}: Pick<AnalysisScope, 'from' | 'to' | 'stepMs'>): Pick<EndSample, 'first' | 'stepMs' | 'weights'> {
  const [first, end] = [Math.floor(from / stepMs), Math.ceil(to / stepMs)];
  return { first, stepMs, weights: Array<number>(end - first).fill(1) };
}
