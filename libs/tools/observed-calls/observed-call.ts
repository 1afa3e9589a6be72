import type {
  CallId,
  EventDataMap,
  EventDraft,
  SessionId,
  ToolDoneData,
  ToolErrorData,
  ToolErrorKind,
  ToolStartData,
} from '#contract';
import type { EventPublisher } from '#events';
import { redactedExcerpt } from '#redaction';
import type { ProgressUpdate } from '../handlers/handler-context.ts';
import { CallIds } from './call-ids.ts';
import { CallProgress } from './call-progress.ts';

/** The session and the principal that calls belong to. */
export interface CallOwner {
  sessionId: SessionId;
  tenantId: string;
  principalId: string;
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

const callIds = new CallIds();

/**
 * One `tools/call` request, from the moment it arrives to its one end. Whichever end comes first
 * counts: the answer, a cancellation, a time-out, or the end of the connection.
 */
export class ObservedCall {
  readonly callId = callIds.next();
  readonly tool: string;
  readonly #startedAt = performance.now();
  /** Few calls report any. */
  #progress: CallProgress | undefined;
  #ended = false;
  #cause: CallFailure | undefined;

  /** Whether a handler of ours has been entered: arguments that fail before were refused by the schema. */
  entered = false;

  constructor(
    tool: string,
    private readonly owner: CallOwner,
    private readonly publisher: EventPublisher,
  ) {
    this.tool = redactedExcerpt(tool, MAX_NAME);
  }

  /** Tells that the call has begun, with its arguments where payloads are kept. */
  start(args: unknown): void {
    const { callId, tool } = this;
    const data: ToolStartData = { callId, tool };
    if (args !== undefined) data.arguments = args;
    this.#publish('tool:start', data);
  }

  /** Its handler tells how far it has come. */
  progress(update: Partial<ProgressUpdate> | undefined): void {
    const { progress, total, message } = update ?? {};
    if (this.#ended || !Number.isFinite(progress)) return;
    // Picked and checked: it is published later, where a handler's slip could not be told to the handler.
    this.#progress ??= new CallProgress((step) => this.#publishQuietly(step));
    this.#progress.report({
      progress: Number(progress),
      ...(typeof total === 'number' && { total }),
      ...(typeof message === 'string' && { message }),
    });
  }

  /** Says why the answer that is about to follow is a failure: on the wire all look like `isError`. */
  explain(cause: CallFailure): void {
    this.#cause ??= cause;
  }

  succeed(outcome?: 'input_required', result?: unknown): void {
    const data: ToolDoneData | undefined = this.#end();
    if (!data) return;
    if (outcome) data.outcome = outcome;
    if (result !== undefined) data.result = result;
    this.#publish('tool:done', data);
  }

  fail(failure: CallFailure, result?: unknown): void {
    const ended = this.#end();
    if (!ended) return;
    const { kind, error, code } = this.#cause ?? failure;
    const data: ToolErrorData = { ...ended, error: redactedExcerpt(error, MAX_MESSAGE), kind };
    if (code !== undefined) data.code = code;
    if (result !== undefined) data.result = result;
    this.#publish('tool:error', data);
  }

  #end(): { callId: CallId; tool: string; durationMs: number } | undefined {
    if (this.#ended) return undefined;
    this.#progress?.end();
    this.#ended = true;
    const durationMs = Math.round((performance.now() - this.#startedAt) * 1_000) / 1_000;
    return { callId: this.callId, tool: this.tool, durationMs };
  }

  // Runs within the handler, or in a timer: a fault of the observer must harm neither.
  #publishQuietly(update: ProgressUpdate): void {
    try {
      this.#publishProgress(update);
    } catch {
      // Told to nobody: the next step may fare better.
    }
  }

  #publishProgress({ progress, total, message }: ProgressUpdate): void {
    const { callId, tool } = this;
    const data = {
      callId,
      tool,
      progress,
      ...(total !== undefined && { total }),
      ...(message !== undefined && { message: redactedExcerpt(message, MAX_MESSAGE) }),
    };
    this.#publish('tool:progress', data);
  }

  // Events begin here twice a call: objects of one shape, and nothing spread that may be absent.
  #publish<T extends EventDraft['type']>(type: T, data: EventDataMap[T]): void {
    const { sessionId, tenantId } = this.owner;
    this.publisher.publish({ type, sessionId, tenantId, data } as EventDraft);
  }
}
