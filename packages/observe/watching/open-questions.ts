import { createHash } from 'node:crypto';
import { membersOf } from './message.ts';

/** Maximum number of questions that are remembered. The oldest one is dropped first. */
const MAX_QUESTIONS = 100;

/** Questions that have the same key. The call is missing if they are of several: no link is better than a wrong one. */
interface Open {
  callId: string | undefined;
  /** Number of questions without an answer. */
  count: number;
}

/** A call that ended with a question. */
interface AskingCall {
  tool: string;
  callId: string;
  /** The call whose question it answered. */
  continues?: string;
}

/**
 * Remembers the calls of a session that ended as `input_required`, so that the call that answers can name the one that asked,
 * as Crowsnest does for its own. They belong together by the `requestState` that the answer sends back; without one, by tool and
 * the keys of what was asked, if no other question has the same.
 */
export class OpenQuestions {
  readonly #open = new Map<string, Open>();

  /** Remembers a call that ended with a question. One without state and keys leaves nothing to recognize its answer by. */
  asked({ tool, callId, continues }: AskingCall, result: unknown): void {
    const { requestState, inputRequests } = membersOf(result);
    const key = stateKey(requestState) ?? namesKey(tool, inputRequests);
    if (key === undefined) return;
    const known = this.#open.get(key);
    // A server may go on asking with the same state: the answer is to the last question of that chain.
    const isAlone = !known || (known.callId !== undefined && known.callId === continues);
    this.#open.delete(key);
    this.#open.set(key, isAlone ? { callId, count: known?.count ?? 1 } : several(known.count + 1));
    const [oldest] = this.#open.keys();
    if (oldest !== undefined && this.#open.size > MAX_QUESTIONS) this.#open.delete(oldest);
  }

  /** Returns the call whose question a request with these params answers; undefined if that is not known for certain. */
  answeredBy(tool: string, params: unknown): string | undefined {
    const { requestState, inputResponses } = membersOf(params);
    const state = stateKey(requestState);
    // A state may be sent again, such as when the answer was not accepted.
    if (state !== undefined) return this.#open.get(state)?.callId;
    const key = namesKey(tool, inputResponses);
    const open = key === undefined ? undefined : this.#open.get(key);
    if (key === undefined || !open) return undefined;
    // Which one of several was answered is not known, so those that are left stay without a link.
    if (open.count > 1) this.#open.set(key, several(open.count - 1));
    else this.#open.delete(key);
    return open.callId;
  }
}

function several(count: number): Open {
  return { callId: undefined, count };
}

function stateKey(state: unknown): string | undefined {
  return typeof state === 'string' ? digestOf(['state', state]) : undefined;
}

/** `named` holds questions or answers by their keys. */
function namesKey(tool: string, named: unknown): string | undefined {
  const names = Object.keys(membersOf(named)).toSorted();
  return names.length === 0 ? undefined : digestOf(['names', tool, ...names]);
}

/** A digest, because states and names may be long. */
function digestOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
