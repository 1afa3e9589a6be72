/** What a color of a chart says: see `styles/tokens.css`. */
export type ChartTone = 'quiet' | 'accent' | 'bad' | 'slow';

/** The values of one line or row of bars, one for each step; null where nothing was measured. */
export interface ChartSeries {
  name: string;
  tone: ChartTone;
  values: readonly (number | null)[];
}

/** Values over time, in steps of one length. */
export interface ChartPoints {
  /** Milliseconds. */
  stepMs: number;
  /** When each step begins, in milliseconds since 1970. */
  at: readonly number[];
  /** Drawn in this order. */
  series: readonly ChartSeries[];
}

/** Steps of a chart, in milliseconds since 1970: `from` ≤ time < `to`. */
export interface ChosenSteps {
  from: number;
  to: number;
}
