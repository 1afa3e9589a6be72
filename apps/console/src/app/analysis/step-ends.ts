import type { AnalysisScope } from './analysis-scope.ts';
import type { CallEnd } from './call-end.ts';

/** Number of concurrent requests. The browser has six connections, and other requests need some of them. */
const AT_ONCE = 3;

/** Reads the newest ends of a step, in milliseconds since 1970: `from` ≤ time < `to`. */
export type StepReader = (
  scope: AnalysisScope,
  from: number,
  to: number,
  signal: AbortSignal,
) => Promise<readonly CallEnd[]>;

/** The newest ends of each step of a range. A completed step is read once. */
export class StepEnds {
  #past = new Map<number, readonly CallEnd[]>();
  #key = '';

  constructor(private readonly readStep: StepReader) {}

  /** Returns the ends of each step: `first` ≤ step < `end`. Rejects if the reader does. */
  async read(
    scope: AnalysisScope,
    { first, end }: { first: number; end: number },
    signal: AbortSignal,
  ): Promise<(readonly CallEnd[])[]> {
    this.#forgetBefore(scope, first);
    const read: (readonly CallEnd[])[] = [];
    let next = first;
    const readOn = async (): Promise<void> => {
      while (next < end) {
        const step = next;
        next += 1;
        read[step - first] = this.#past.get(step) ?? (await this.#read(scope, step, signal));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, readOn));
    return read;
  }

  async #read(scope: AnalysisScope, step: number, signal: AbortSignal): Promise<readonly CallEnd[]> {
    const { from, to, stepMs } = scope;
    const [start, over] = [step * stepMs, (step + 1) * stepMs];
    const ends = await this.readStep(scope, Math.max(from, start), Math.min(to, over), signal);
    // Not the last two steps of a live range: events arrive a little later than their timestamps.
    if (start >= from && over < to - stepMs) this.#past.set(step, ends);
    return ends;
  }

  #forgetBefore({ key, stepMs }: AnalysisScope, first: number): void {
    const of = `${stepMs} ${key}`;
    if (of !== this.#key) this.#past = new Map();
    this.#key = of;
    for (const step of this.#past.keys()) if (step < first) this.#past.delete(step);
  }
}
