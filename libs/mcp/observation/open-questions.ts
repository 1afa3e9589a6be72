import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { CallId } from '#contract';

/** Maximum number of questions that are remembered. The oldest one is dropped first. */
const MAX_QUESTIONS = 10_000;
/** Milliseconds after which nobody is expected to answer any more. */
const EXPIRY_MS = 3_600_000;

/** What a question and its answer have in common. */
interface Asking {
  principalId: string;
  tool: string;
}

/** A call that ended with a question. */
interface AskingCall extends Asking {
  callId: CallId;
  /** The call whose question it answered. */
  continues?: CallId | undefined;
}

/** Questions that have the same key. The call is missing if they are of several: no link is better than a wrong one. */
interface Open {
  callId: CallId | undefined;
  /** Number of questions without an answer. */
  count: number;
}

/**
 * Remembers the calls that ended as `input_required`, so that the call that answers can name the one that asked. They
 * belong together by the `requestState` that the answer sends back; without one, by tool and the keys of what was asked,
 * if no other question has the same. Only this instance knows them.
 */
export class OpenQuestions {
  readonly #open = new LRUCache<string, Open>({ max: MAX_QUESTIONS, ttl: EXPIRY_MS });

  /** Remembers a call that ended with a question. One without state and keys leaves nothing to recognize its answer by. */
  asked({ callId, continues, ...asking }: AskingCall, result: unknown): void {
    const { requestState, inputRequests } = (result ?? {}) as {
      requestState?: unknown;
      inputRequests?: unknown;
    };
    const key = stateKey(asking, requestState) ?? namesKey(asking, inputRequests);
    if (key === undefined) return;
    const known = this.#open.get(key);
    // A server may go on asking with the same state: the answer is to the last question of that chain.
    if (!known || (known.callId !== undefined && known.callId === continues))
      this.#open.set(key, { callId, count: known?.count ?? 1 });
    else this.#open.set(key, { callId: undefined, count: known.count + 1 });
  }

  /** Returns the call whose question a request with these params answers; undefined if that is not known for certain. */
  answeredBy(asking: Asking, params: unknown): CallId | undefined {
    const { requestState, inputResponses } = (params ?? {}) as {
      requestState?: unknown;
      inputResponses?: unknown;
    };
    const state = stateKey(asking, requestState);
    // A state may be sent again, such as when the answer was not accepted.
    if (state !== undefined) return this.#open.get(state)?.callId;
    const names = namesKey(asking, inputResponses);
    return names === undefined ? undefined : this.#take(names);
  }

  #take(key: string): CallId | undefined {
    const open = this.#open.get(key);
    if (!open) return undefined;
    // Which one of several was answered is not known, so those that are left stay without a link.
    if (open.count > 1) this.#open.set(key, { callId: undefined, count: open.count - 1 });
    else this.#open.delete(key);
    return open.callId;
  }
}

/** Another principal's answer has another key. */
function stateKey({ principalId }: Asking, state: unknown): string | undefined {
  return typeof state === 'string' ? digestOf(['state', principalId, state]) : undefined;
}

/** `named` holds questions or answers by their keys. */
function namesKey({ principalId, tool }: Asking, named: unknown): string | undefined {
  if (typeof named !== 'object' || named === null) return undefined;
  const names = Object.keys(named).toSorted();
  return names.length === 0 ? undefined : digestOf(['names', principalId, tool, ...names]);
}

/** A digest, because states and names may be long. */
function digestOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
