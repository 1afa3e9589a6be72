/** How long a request waits for the agreement of the instances on its session, in milliseconds. */
export interface AgreementBounds {
  /** Until they agree: after that it gets a session of this instance. */
  agreeMs: number;
  /** Until the log tells of a session that another instance has opened just now. Less than `agreeMs`. */
  readBackMs: number;
}

/** Injection token of the bounds, which suites raise: on a busy machine nobody agrees within a second. */
export const AGREEMENT_BOUNDS = Symbol('AGREEMENT_BOUNDS');

/** The bounds of a server. */
export const USUAL_AGREEMENT: AgreementBounds = { agreeMs: 1_000, readBackMs: 700 };
