import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import type { RawMessage } from '#tools';

/** A `subscriptions/listen` request that an agent has open. */
export class LastingListen {
  readonly #left = new AbortController();
  #state: 'asked' | 'open' | 'away' = 'asked';

  constructor(
    readonly raw: RawMessage,
    readonly request: JSONRPCRequest,
  ) {}

  /** Aborts once the agent does not listen any more. */
  get left(): AbortSignal {
    return this.#left.signal;
  }

  /** Whether the upstream has agreed to it once. */
  get wasOpen(): boolean {
    return this.#state !== 'asked';
  }

  /** The upstream has agreed. Returns whether it has done so before. */
  opened(): boolean {
    const { wasOpen } = this;
    this.#state = 'open';
    return wasOpen;
  }

  /** The stream has broken, or was not opened. Returns whether it was open until now. */
  broke(): boolean {
    if (this.#state !== 'open') return false;
    this.#state = 'away';
    return true;
  }

  /** The agent does not listen any more. */
  leave(): void {
    this.#left.abort();
  }
}
