import { median, rounded, type RowSpec } from '../row.ts';

/** Two figures count as different if their ratio differs from 1 by more than this many times its noise. */
const NOISES_APART = 2;
/** The standard error of a median, as a multiple of the standard error of a mean. */
const ERROR_OF_MEDIAN = 1.253;

/** A row of this head beside the same row of another. */
export interface HeadComparison {
  /** This head's figure divided by the other's, as the median of the rounds; null if it cannot be computed. */
  ratio: number | null;
  /** How much the ratio varies between runs: the standard error of the median. */
  noise: number | null;
  verdict: 'better' | 'same' | 'worse' | '';
}

/** Compares the samples of two heads that were measured alternately, round by round. */
export function compareSamples(
  { better }: RowSpec,
  ours: readonly number[] = [],
  theirs: readonly number[] = [],
): HeadComparison {
  const both = ours.flatMap((sample, round) => {
    const other = theirs[round];
    return other !== undefined && sample > 0 && other > 0 ? [sample / other] : [];
  });
  if (both.length === 0) return { ratio: null, noise: null, verdict: '' };
  const ratio = median(both);
  const noise = ERROR_OF_MEDIAN * errorOfMean(both);
  return {
    ratio: rounded(ratio),
    noise: Number.isFinite(noise) ? rounded(noise) : null,
    verdict: verdictOf(better === 'higher' ? ratio - 1 : 1 - ratio, noise),
  };
}

// Uses the standard deviation: two of three samples may agree by chance, which would hide the noise of the third.
function errorOfMean(samples: readonly number[]): number {
  const { length } = samples;
  if (length < 2) return Infinity;
  const mean = samples.reduce((sum, sample) => sum + sample, 0) / length;
  const squares = samples.reduce((sum, sample) => sum + (sample - mean) ** 2, 0);
  return Math.sqrt(squares / (length - 1) / length);
}

function verdictOf(gain: number, noise: number): HeadComparison['verdict'] {
  if (Math.abs(gain) <= NOISES_APART * noise) return 'same';
  return gain > 0 ? 'better' : 'worse';
}
