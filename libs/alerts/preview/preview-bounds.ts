/** What a preview may cost. */
export interface PreviewBounds {
  /** Maximum number of events that it evaluates: the newest ones. */
  events: number;
  /** Maximum number of milliseconds that it takes. */
  ms: number;
}

/** Injection token of the bounds, which suites lower. */
export const PREVIEW_BOUNDS = Symbol('PREVIEW_BOUNDS');

/** A day of about six calls a second. The time is a multiple of what they need, so it ends only what has stalled. */
export const USUAL_BOUNDS: PreviewBounds = { events: 500_000, ms: 30_000 };
