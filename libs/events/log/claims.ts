/** Whose a key is. */
export interface Claim {
  /** What the key is claimed for. */
  owner: string;
  /** How often it was claimed, by anyone, since it belongs to the owner. */
  uses: number;
}

/**
 * Keys that belong to whoever claimed them first, among all processes that share a log. Each claim counts, so an owner
 * can tell whether others still use its key. Every method rejects with a `LogError` if the broker is away.
 */
export interface Claims {
  /** Claims a key, and resolves with whose it is: that of `owner`, or of another one that was first. Counts one use. */
  claim(key: string, owner: string): Promise<Claim>;
  /**
   * Gives a key up that belongs to `owner`; with `uses`, only if it was not used since. Resolves with whose the key
   * still is; with undefined if it is free.
   */
  release(key: string, owner: string, uses?: number): Promise<Claim | undefined>;
}

/** Seconds for which a broker keeps a key that nobody claims again: all who knew it may have died. */
export const CLAIM_S = 7 * 86_400;
