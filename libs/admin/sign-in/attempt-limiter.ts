import { isIPv6 } from 'node:net';

/** So many wrong attempts an address has in {@link WINDOW_MS}. */
export const MAX_WRONG_ATTEMPTS = 10;
const WINDOW_MS = 60_000;

/** As many addresses are counted at a time; the one counted longest gives way. */
const MAX_ADDRESSES = 10_000;

/** Counts wrong attempts of each client address in windows of a minute. */
export class AttemptLimiter {
  readonly #windows = new Map<string, { wrong: number; endsAt: number }>();

  /** Milliseconds until the address may try again; 0 when it may now. */
  blockedForMs(address: string): number {
    const window = this.#windows.get(networkOf(address));
    if (!window || window.wrong < MAX_WRONG_ATTEMPTS) return 0;
    return Math.max(0, window.endsAt - Date.now());
  }

  countWrong(address: string): void {
    const network = networkOf(address);
    const now = Date.now();
    const window = this.#windows.get(network);
    if (window && window.endsAt > now) {
      window.wrong += 1;
      return;
    }
    // Set anew, so that the map stays in the order of the windows' ends.
    this.#windows.delete(network);
    this.#windows.set(network, { wrong: 1, endsAt: now + WINDOW_MS });
    this.#makeRoom(now);
  }

  #makeRoom(now: number): void {
    for (const [network, { endsAt }] of this.#windows) {
      if (endsAt > now && this.#windows.size <= MAX_ADDRESSES) return;
      this.#windows.delete(network);
    }
  }
}

// A single IPv6 client has a /64 of addresses to try from: its first four groups.
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1]) return mapped[1];
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}
