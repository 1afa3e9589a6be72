import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { CallId } from '#contract';

/** Maximum number of questions that are remembered. The oldest one is dropped first. */
const MAX_QUESTIONS = 10_000;

/**
 * Remembers the calls that ended as `input_required`, by the `requestState` that a retry sends back. So a call that
 * answers a question can name the call that asked it.
 */
export class OpenQuestions {
  readonly #calls = new LRUCache<string, CallId>({ max: MAX_QUESTIONS });

  /** Remembers a call that ended with a question. A question without a state leaves nothing to recognize its answer by. */
  asked(principalId: string, callId: CallId, result: unknown): void {
    const key = keyOf(principalId, result);
    if (key !== undefined) this.#calls.set(key, callId);
  }

  /** Returns the call whose question a request with these params answers. */
  answeredBy(principalId: string, params: unknown): CallId | undefined {
    const key = keyOf(principalId, params);
    return key === undefined ? undefined : this.#calls.get(key);
  }
}

/** A digest, because a state may be long. Another principal's retry has another key. */
function keyOf(principalId: string, source: unknown): string | undefined {
  const { requestState } = (source ?? {}) as { requestState?: unknown };
  if (typeof requestState !== 'string') return undefined;
  return createHash('sha256').update(`${principalId} ${requestState}`).digest('base64url');
}
