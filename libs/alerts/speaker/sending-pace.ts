/** How fast receivers are notified. */
export interface SendingPace {
  /** Milliseconds after the first failed attempt; doubled after each further one. */
  firstWaitMs: number;
  /** Milliseconds after which firing alerts are repeated to Alertmanager. It asks for 30 seconds to 3 minutes. */
  repeatMs: number;
}

/** Injection token of the pace, which suites change. */
export const SENDING_PACE = Symbol('SENDING_PACE');

export const USUAL_PACE: SendingPace = { firstWaitMs: 1_000, repeatMs: 60_000 };
