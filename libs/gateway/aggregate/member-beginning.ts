import type { RawMessage } from '#tools';
import { backOffMs } from '../life/back-off.ts';
import { resultOf } from './answers.ts';

/** What several upstreams need to know of one that begins. */
interface Parts {
  /** Asks the upstream to begin, and resolves with its answer. */
  initialize: () => Promise<RawMessage>;
  /** It has begun after the agent's own session had begun without it. */
  onLate: (result: Record<string, unknown>) => void;
}

/** The beginning of one upstream's session, in the older era. What fails is tried again, so that the upstream joins later. */
export class MemberBeginning {
  #attempt: Promise<RawMessage> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #failures = 0;
  #isMissed = false;
  #isOver = false;

  constructor(private readonly parts: Parts) {}

  /** Whether it has failed, and waits for the next attempt. */
  get isPaused(): boolean {
    return this.#attempt === undefined;
  }

  /** Resolves with the answer of the attempt that succeeded or is being made. If there is none, one is made at once. */
  answer(): Promise<RawMessage> {
    clearTimeout(this.#retry);
    this.#attempt ??= this.#try();
    return this.#attempt;
  }

  /** The agent's own session has begun. From now on it has to be told when the upstream begins. */
  miss(): void {
    this.#isMissed = true;
  }

  /** Makes no further attempt. */
  end(): void {
    this.#isOver = true;
    clearTimeout(this.#retry);
  }

  async #try(): Promise<RawMessage> {
    const answer = await this.parts.initialize();
    const result = resultOf(answer);
    if (!result) this.#tryLater();
    else if (this.#isMissed) this.parts.onLate(result);
    return answer;
  }

  #tryLater(): void {
    this.#attempt = undefined;
    this.#failures += 1;
    if (this.#isOver) return;
    this.#retry = setTimeout(() => void this.answer(), backOffMs(this.#failures)).unref();
  }
}
