/** The meaning of a chart's color: see `styles/tokens.css`. */
export type ChartTone = 'quiet' | 'accent' | 'bad' | 'slow';

/** The values of one line or series of bars, one per step; null without a measurement. */
export interface ChartSeries {
  name: string;
  tone: ChartTone;
  values: readonly (number | null)[];
}

/** Values over time, in steps of equal length. */
export interface ChartPoints {
  /** Milliseconds. */
  stepMs: number;
  /** When each step begins, in milliseconds since 1970. */
  at: readonly number[];
  /** In the order in which they are drawn. */
  series: readonly ChartSeries[];
}

/** Selected steps of a chart, in milliseconds since 1970: `from` ≤ time < `to`. */
export interface ChosenSteps {
  from: number;
  to: number;
}
