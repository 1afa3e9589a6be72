/** How much agents may have open at a time. A principal is one key, or all anonymous agents together. */
export interface AgentLimitOptions {
  /** Maximum number of calls in flight. Default: 10,000. */
  maxCalls?: number;
  /** Maximum number of calls in flight of one principal. Default: 1,000. */
  maxCallsPerPrincipal?: number;
  /** Maximum number of streams that agents open by GET. Default: 20,000. */
  maxStreams?: number;
  /** Maximum number of GET streams of one principal. Default: 10,000. */
  maxStreamsPerPrincipal?: number;
  /** Maximum number of `subscriptions/listen` streams. Default: 10,000. */
  maxListens?: number;
  /** Maximum number of `subscriptions/listen` streams of one principal. Default: 1,000. */
  maxListensPerPrincipal?: number;
}

/** The limits where no option sets another one. */
export const DEFAULT_AGENT_LIMITS: Required<AgentLimitOptions> = {
  maxCalls: 10_000,
  maxCallsPerPrincipal: 1_000,
  maxStreams: 20_000,
  maxStreamsPerPrincipal: 10_000,
  maxListens: 10_000,
  maxListensPerPrincipal: 1_000,
};
