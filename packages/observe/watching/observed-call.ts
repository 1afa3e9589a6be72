import { randomUUID } from 'node:crypto';
import type { CallFacts } from '../reporting/wire.ts';
import type { Outcome } from './answer.ts';
import { traceIdOf } from './client-facts.ts';
import { membersOf, textOf } from './message.ts';
import type { ObservedSession } from './observed-session.ts';
import { payloadOf, type Payload } from './payload.ts';

const MAX_NAME = 256;
/** Milliseconds between two steps of progress that are told. */
const PROGRESS_MS = 250;

/** One `tools/call` request, from its arrival to its only end. */
export class ObservedCall {
  readonly #startedAt = performance.now();
  #toldAt = -Infinity;
  #hasEnded = false;

  private constructor(
    private readonly session: ObservedSession,
    private readonly facts: CallFacts,
  ) {}

  /** Begins a call; undefined if it cannot be observed. */
  static begin(session: ObservedSession, params: unknown, sendsPayloads: boolean): ObservedCall | undefined {
    const { name, arguments: given } = membersOf(params);
    const { bytes: argumentBytes, value } = payloadOf(given, sendsPayloads) ?? { bytes: 0, value: undefined };
    const traceId = traceIdOf(params);
    const tool = textOf(name, MAX_NAME) || '(unnamed)';
    const continues = session.questions.answeredBy(tool, params);
    const facts: CallFacts = {
      callId: randomUUID(),
      tool,
      argumentBytes,
      ...(traceId !== undefined && { traceId }),
      ...(continues !== undefined && { continues }),
    };
    const call = new ObservedCall(session, facts);
    const isBegun = session.begin(call, { ...facts, ...(value !== undefined && { arguments: value }) });
    return isBegun ? call : undefined;
  }

  /** Its result is a question, which another call answers. */
  asked(result: unknown): void {
    this.session.questions.asked(this.facts, result);
  }

  /** Ends the call. A second end changes nothing. */
  end({ type, data }: Outcome, result?: Payload): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const durationMs = Math.round((performance.now() - this.#startedAt) * 1_000) / 1_000;
    const of = {
      ...(result && { resultBytes: result.bytes }),
      ...(result?.value !== undefined && { result: result.value }),
    };
    if (type === 'tool:done') this.session.end(this, type, { ...this.facts, durationMs, ...data, ...of });
    else this.session.end(this, type, { ...this.facts, durationMs, ...data, ...of });
  }

  /** Tells of a step of progress, unless one was told just now. */
  progress(params: unknown): void {
    const { progress, total, message } = membersOf(params);
    const now = performance.now();
    if (this.#hasEnded || typeof progress !== 'number' || now - this.#toldAt < PROGRESS_MS) return;
    this.#toldAt = now;
    const { callId, tool } = this.facts;
    this.session.tell('tool:progress', {
      callId,
      tool,
      progress,
      ...(typeof total === 'number' && { total }),
      ...(typeof message === 'string' && { message: textOf(message, MAX_NAME) }),
    });
  }
}
