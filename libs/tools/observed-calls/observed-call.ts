import { randomUUID } from 'node:crypto';
import type { ToolErrorKind } from '#contract';
import type { EventPublisher } from '#events';

/** Whose calls these are. */
export interface CallOwner {
  sessionId: string;
  tenantId: string;
}

/** How a call failed. */
export interface CallFailure {
  kind: ToolErrorKind;
  error: string;
  code?: number | string;
}

/** Longer names and messages are cut: they come from outside, and stay in the log. */
const MAX_NAME = 256;
const MAX_MESSAGE = 2_048;

/**
 * One `tools/call` request, from the moment it arrives to its one end. Whichever end comes first
 * counts: the answer, a cancellation, a time-out, or the end of the connection.
 */
export class ObservedCall {
  readonly callId = randomUUID();
  readonly tool: string;
  readonly #startedAt = performance.now();
  #ended = false;
  #cause: CallFailure | undefined;

  /** Whether a handler of ours has been entered: arguments that fail before were refused by the schema. */
  entered = false;

  constructor(
    tool: string,
    private readonly owner: CallOwner,
    private readonly publisher: EventPublisher,
  ) {
    this.tool = cut(tool, MAX_NAME);
    publisher.publish({ type: 'tool:start', ...owner, data: { callId: this.callId, tool: this.tool } });
  }

  /** Says why the answer that is about to follow is a failure: on the wire all look like `isError`. */
  explain(cause: CallFailure): void {
    this.#cause ??= cause;
  }

  succeed(outcome?: 'input_required'): void {
    const data = this.#end();
    if (data)
      this.publisher.publish({
        type: 'tool:done',
        ...this.owner,
        data: { ...data, ...(outcome && { outcome }) },
      });
  }

  fail(failure: CallFailure): void {
    const data = this.#end();
    if (!data) return;
    const { kind, error, code } = this.#cause ?? failure;
    this.publisher.publish({
      type: 'tool:error',
      ...this.owner,
      data: { ...data, error: cut(error, MAX_MESSAGE), kind, ...(code !== undefined && { code }) },
    });
  }

  #end(): { callId: string; tool: string; durationMs: number } | undefined {
    if (this.#ended) return undefined;
    this.#ended = true;
    const durationMs = Math.round((performance.now() - this.#startedAt) * 1_000) / 1_000;
    return { callId: this.callId, tool: this.tool, durationMs };
  }
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
