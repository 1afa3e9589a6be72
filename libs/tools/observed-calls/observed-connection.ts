import type { JSONRPCMessage, JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import type { CallId } from '#contract';
import type { EventPublisher } from '#events';
import type { PayloadKeeper } from '../payloads/payload-keeper.ts';
import { answerOf } from './call-answer.ts';
import { ObservedCall, type CallFailure, type CallOwner } from './observed-call.ts';
import { abortNotice, calledOffAnswer, type Wire } from './wire.ts';

/** A call in flight, as its observer enters it in the ledger. */
export interface LedgerEntry extends CallOwner {
  callId: CallId;
  tool: string;
  /** Ends the call before its answer, and answers the agent with this text. */
  cancel(text: string): Promise<void>;
}

/** Keeps the calls in flight of this process. */
export interface CallLedger {
  begin(entry: LedgerEntry): { end(): void };
}

/** What an observed connection reports to. */
export interface Observation {
  publisher: EventPublisher;
  running: CallLedger;
  payloads: PayloadKeeper;
}

/** A call that has been answered by nobody yet. */
interface CallInFlight {
  id: RequestId;
  call: ObservedCall;
  running: { end(): void };
}

/** What passes one transport: it starts and ends the calls that it sees. */
export class ObservedConnection {
  /** Oldest first: few at a time. A client that uses an id twice at once has its calls told apart. */
  readonly #inFlight: CallInFlight[] = [];

  /** The abort notice that is being delivered: it comes from here, not from the agent. */
  #notice: JSONRPCMessage | undefined;

  constructor(
    private readonly owner: CallOwner,
    /** Asked for where a call is cancelled from here. */
    private readonly wire: () => Wire,
    private readonly observation: Observation,
  ) {}

  /** The call in flight that a handler serves. */
  callOf(id: RequestId): ObservedCall | undefined {
    return this.#inFlight.findLast((flight) => flight.id === id)?.call;
  }

  /** A message has come in from the agent. */
  received(message: JSONRPCMessage): void {
    if (!('method' in message) || message === this.#notice) return;
    if (message.method === 'tools/call' && 'id' in message) {
      this.#begin(message);
    } else if (message.method === 'notifications/cancelled') {
      const { requestId, reason } = (message.params ?? {}) as { requestId?: RequestId; reason?: unknown };
      const error =
        typeof reason === 'string' && reason
          ? `Cancelled by the client: ${reason}`
          : 'Cancelled by the client';
      if (requestId !== undefined) this.#take(requestId)?.fail({ kind: 'cancelled', error });
    }
  }

  /** A message is about to go out to the agent. */
  sent(message: JSONRPCMessage): void {
    if ('method' in message || message.id === undefined) return;
    const call = this.#take(message.id);
    if (!call) return;
    const answer = answerOf(message, call.entered);
    const { payloads } = this.observation;
    const result = 'result' in message ? payloads.keep(message.result, 'result', call.tool) : undefined;
    if (answer.failure) call.fail(answer.failure, result);
    else call.succeed(answer.outcome, result);
  }

  /** Nothing more will be answered: what is in flight ends. */
  endAll(failure: CallFailure): void {
    for (const flight of this.#inFlight.slice()) this.#remove(flight)?.fail(failure);
  }

  #begin(request: JSONRPCRequest): void {
    const { id, params } = request;
    const { publisher, running, payloads } = this.observation;
    const name = params?.['name'];
    const call = new ObservedCall(typeof name === 'string' ? name : '(unnamed)', this.owner, publisher);
    call.start(payloads.keep(params?.['arguments'], 'arguments', call.tool));
    const { callId, tool } = call;
    const { sessionId, tenantId, principalId } = this.owner;
    const cancel = (text: string): Promise<void> => this.#cancel(request, flight, text);
    const entry = { callId, tool, sessionId, tenantId, principalId, cancel };
    const flight: CallInFlight = { id, call, running: running.begin(entry) };
    this.#inFlight.push(flight);
  }

  async #cancel(request: JSONRPCRequest, flight: CallInFlight, text: string): Promise<void> {
    // The server knows the last of the calls that share an id, and no other.
    const known = this.callOf(request.id) === flight.call;
    const call = this.#remove(flight);
    if (!call) return;
    call.fail({ kind: 'cancelled', error: text });
    const wire = this.wire();
    const answered = wire.send(calledOffAnswer(request, text));
    if (known) this.#abort(wire, request.id, text);
    await answered;
  }

  #abort(wire: Wire, id: RequestId, text: string): void {
    this.#notice = abortNotice(id, text);
    wire.deliver(this.#notice);
    this.#notice = undefined;
  }

  #take(id: RequestId): ObservedCall | undefined {
    const flight = this.#inFlight.find((one) => one.id === id);
    return flight && this.#remove(flight);
  }

  /** Forgets a call that ends; undefined when it has ended already. */
  #remove(flight: CallInFlight): ObservedCall | undefined {
    const index = this.#inFlight.indexOf(flight);
    if (index < 0) return undefined;
    this.#inFlight.splice(index, 1);
    flight.running.end();
    return flight.call;
  }
}
