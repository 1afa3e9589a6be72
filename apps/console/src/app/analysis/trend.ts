import type { AnalysisScope } from './analysis-scope.ts';
import type { CallEnd } from './call-end.ts';
import type { EndSample } from './end-samples.ts';

/** Returns the number of calls in each step that the sample represents. */
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

/** Leaves the step out that is not over: its calls are yet to come, which would look like a drop. */
export function wholeSteps(trend: readonly number[], { isLive }: Pick<AnalysisScope, 'isLive'>): number[] {
  return isLive ? trend.slice(0, -1) : [...trend];
}

/** Groups values by a key, in the order in which the keys first appear. */
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

/** Returns a weight of 1 for every step of a scope, for a sample that contains all calls. */
export function stepWeights({
  from,
  to,
  stepMs,
}: Pick<AnalysisScope, 'from' | 'to' | 'stepMs'>): Pick<EndSample, 'first' | 'stepMs' | 'weights'> {
  const [first, end] = [Math.floor(from / stepMs), Math.ceil(to / stepMs)];
  return { first, stepMs, weights: Array<number>(end - first).fill(1) };
}
