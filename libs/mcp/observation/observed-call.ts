import { randomUUID } from 'node:crypto';
import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import type {
  CallId,
  EventDataMap,
  EventDraft,
  SessionId,
  ToolDoneData,
  ToolErrorData,
  ToolErrorKind,
  ToolProgressData,
  ToolStartData,
} from '#contract';
import { redactedExcerpt } from '#redaction';
import type { RunningCall } from '#sessions';
import type { CallFailure, CallNotes, ProgressUpdate, RawMessage } from '#tools';
import type { AnswerFacts } from './answer-facts.ts';
import { CallProgress } from './call-progress.ts';
import type { Observer } from './observer.ts';
import type { ObservedClient } from './observed-client.ts';
import { traceIdOfMessage } from './trace-context.ts';

/** Longer names and messages are cut, because they come from outside and stay in the log. */
const MAX_NAME = 256;
const MAX_MESSAGE = 2_048;

/**
 * Publishes one `tools/call` request as `tool:*` events, from its arrival to its only end. The first end counts: the
 * answer, a cancellation, a time-out, or the end of the connection.
 */
export class ObservedCall implements CallNotes, RunningCall {
  readonly callId: CallId;
  readonly tool: string;
  readonly sessionId: SessionId;
  readonly tenantId: string;
  readonly principalId: string;
  readonly #startedAt = performance.now();
  readonly #argumentBytes: number;
  /** Whether a tool of the name exists for the agent. True when that is not known. */
  readonly isOffered: boolean;
  readonly #upstream: string | undefined;
  readonly #traceId: string | undefined;
  readonly #continues: CallId | undefined;
  /** Created on first use, because few calls report progress. */
  #progress: CallProgress | undefined;
  /**
   * Answers the agent and aborts the call; undefined once the call has ended. It holds the whole request, which would live
   * until a full garbage collection (docs/decisions/02-observed-at-the-transport.md).
   */
  #abort: ((text: string) => void) | undefined;
  #isEntered = false;
  #cause: CallFailure | undefined;
  #failure: ToolErrorKind | undefined;
  #refusal: { code: number; message: string } | undefined;

  private constructor(
    raw: RawMessage,
    { params }: JSONRPCRequest,
    client: ObservedClient,
    private readonly observation: Observer,
    abort: (text: string) => void,
    tracedAs: string | undefined,
  ) {
    const name = params?.['name'];
    this.#abort = abort;
    this.callId = newCallId();
    this.tool = redactedExcerpt(typeof name === 'string' ? name : '(unnamed)', MAX_NAME);
    this.isOffered =
      typeof name === 'string' && client.offer.offersTool(name) && (client.mayUse?.(name) ?? true);
    this.sessionId = client.sessionId;
    this.tenantId = client.tenantId;
    this.principalId = client.principalId;
    this.#argumentBytes = params?.['arguments'] === undefined ? 0 : (raw.bytesOf('params', 'arguments') ?? 0);
    this.#upstream = client.offer.upstreamOf(this.tool);
    this.#traceId = tracedAs ?? traceIdOfMessage(raw.message);
    this.#continues = observation.questions.answeredBy(this, params);
  }

  /**
   * Begins a call. `abort` answers its agent with a text and aborts the call. `tracedAs` is the trace that records the
   * call, if any.
   */
  static begin(
    raw: RawMessage,
    request: JSONRPCRequest,
    client: ObservedClient,
    observation: Observer,
    abort: (text: string) => void,
    tracedAs?: string,
  ): ObservedCall {
    const call = new ObservedCall(raw, request, client, observation, abort, tracedAs);
    call.#start(request.params?.['arguments']);
    observation.running.begin(call);
    return call;
  }

  /** The error that must answer the call, whatever answer the offer gives. */
  get refusal(): { code: number; message: string } | undefined {
    return this.#refusal;
  }

  /** Why the call failed, once it has. */
  get failure(): ToolErrorKind | undefined {
    return this.#failure;
  }

  enter(): void {
    this.#isEntered = true;
  }

  explain(cause: CallFailure): void {
    this.#cause ??= cause;
  }

  refuse(code: number, message: string): void {
    this.#refusal ??= { code, message };
  }

  progress(step: ProgressUpdate): void {
    if (!this.#abort) return;
    this.#progress ??= new CallProgress((due) => {
      this.observation.quietly(() => this.#publishProgress(due), 'A step of progress could not be published');
    });
    this.#progress.report(step);
  }

  /** Ends the call before its answer: the agent gets the text, and the signal of the handler aborts. */
  async cancel(text: string): Promise<void> {
    this.#abort?.(text);
  }

  /** Ends the call by its answer, before the answer is sent. */
  answered({ outcome, error = '', code }: AnswerFacts, raw: RawMessage): void {
    const { message, resultBytes } = raw;
    const { payloads, questions } = this.observation;
    if (outcome === 'input_required' && 'result' in message) questions.asked(this.#asking, message.result);
    const result =
      'result' in message ? payloads.keep(message.result, 'result', this.tool, resultBytes ?? 0) : undefined;
    switch (outcome) {
      case 'result':
      case 'input_required':
        return this.#succeed(outcome, result, resultBytes);
      case 'tool-error':
        return this.fail(
          { kind: 'tool', error, ...(!this.#isEntered && { code: 'invalid-arguments' }) },
          result,
          resultBytes,
        );
      case 'error':
        return this.fail({ kind: 'protocol', error, ...(code !== undefined && { code }) });
      case 'cancelled':
        return this.fail({ kind: 'cancelled', error });
      default:
        return outcome satisfies never;
    }
  }

  /** Ends the call as a failure. The handler's own explanation takes precedence over the answer. */
  fail(failure: CallFailure, result?: unknown, resultBytes?: number): void {
    const ended = this.#end();
    if (!ended) return;
    const { kind, error, code } = this.#cause ?? failure;
    this.#failure = kind;
    const data: ToolErrorData = { ...ended, error: redactedExcerpt(error, MAX_MESSAGE), kind };
    if (code !== undefined) data.code = code;
    if (resultBytes !== undefined) data.resultBytes = resultBytes;
    if (result !== undefined) data.result = result;
    this.#publish('tool:error', data);
  }

  #start(args: unknown): void {
    const data: ToolStartData = this.#facts();
    const kept = this.observation.payloads.keep(args, 'arguments', this.tool, this.#argumentBytes);
    if (kept !== undefined) data.arguments = kept;
    this.#publish('tool:start', data);
  }

  #succeed(outcome: 'result' | 'input_required', result: unknown, resultBytes: number | undefined): void {
    const data: ToolDoneData | undefined = this.#end();
    if (!data) return;
    if (outcome === 'input_required') data.outcome = outcome;
    if (resultBytes !== undefined) data.resultBytes = resultBytes;
    if (result !== undefined) data.result = result;
    this.#publish('tool:done', data);
  }

  #end(): ToolDoneData | undefined {
    if (!this.#abort) return undefined;
    this.#progress?.end();
    this.#abort = undefined;
    this.observation.running.end(this);
    const durationMs = Math.round((performance.now() - this.#startedAt) * 1_000) / 1_000;
    return { ...this.#facts(), durationMs };
  }

  get #asking() {
    const { principalId, tool, callId } = this;
    return { principalId, tool, callId, continues: this.#continues };
  }

  #facts(): ToolStartData {
    const data: ToolStartData = { callId: this.callId, tool: this.tool, argumentBytes: this.#argumentBytes };
    if (!this.isOffered) data.offered = false;
    if (this.#upstream !== undefined) data.upstream = this.#upstream;
    if (this.#traceId !== undefined) data.traceId = this.#traceId;
    if (this.#continues !== undefined) data.continues = this.#continues;
    return data;
  }

  #publishProgress({ progress, total, message }: ProgressUpdate): void {
    const data: ToolProgressData = { callId: this.callId, tool: this.tool, progress };
    if (total !== undefined) data.total = total;
    if (message !== undefined) data.message = redactedExcerpt(message, MAX_MESSAGE);
    this.#publish('tool:progress', data);
  }

  // All objects have the same shape, for speed: this runs twice for each call.
  #publish<T extends EventDraft['type']>(type: T, data: EventDataMap[T]): void {
    const { sessionId, tenantId } = this;
    this.observation.publisher.publish({ type, sessionId, tenantId, data } as EventDraft);
  }
}

/**
 * Node joins a UUID from twenty parts, and V8 keeps it as a tree of them. `JSON.stringify` takes twice as long for an event
 * with such a text. The id is in lower case already: this makes one text of it.
 */
function newCallId(): CallId {
  return randomUUID().toLowerCase() as CallId;
}
