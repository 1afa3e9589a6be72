import { median, rounded, type RowSpec } from '../row.ts';

/** Samples are taken for different where their ratio is this many times its own noise away from 1. */
const NOISES_APART = 2;
/** The standard error of a median, as a multiple of that of a mean. */
const ERROR_OF_MEDIAN = 1.253;

/** A row of this head beside the same row of another. */
export interface HeadComparison {
  /** This head's figure over the other's, as the median over the rounds; null where it cannot be told. */
  ratio: number | null;
  /** How far the ratio wavers from run to run: the standard error of the median. */
  noise: number | null;
  verdict: 'better' | 'same' | 'worse' | '';
}

/** Compares the samples of two heads, which were taken in turn, round by round. */
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

// By the standard deviation: of three samples two may agree by chance, which would hide the noise of the third.
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
