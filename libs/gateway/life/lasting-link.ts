import type { JSONRPCRequest, JSONRPCResponse, RequestId } from '@modelcontextprotocol/server';
import { isAnswer, isRequest, RawMessage, type Era } from '#tools';
import { answerFault } from '../link/answers.ts';
import { UpstreamFault, type UpstreamFaultCode } from '../link/upstream-fault.ts';
import type { LinkListener, LinkOwner, MessageHeaders, UpstreamLink } from '../link/upstream-link.ts';
import { LIST_METHODS } from '../link/list-changes.ts';
import { cancellation } from '../link/messages.ts';
import type { Connection } from './connection.ts';
import { KeptConnection } from './kept-connection.ts';
import type { LinkHost } from './link-host.ts';
import { RequestInFlight } from './request-in-flight.ts';
import { RequestsInFlight } from './requests-in-flight.ts';
import { silentFault } from './silent-fault.ts';
import { SessionMemory } from './session-memory.ts';
import { unknownOutcome } from './unknown-outcome.ts';

/** They last as long as they like, or are not worth a place. */
const WITHOUT_PLACE = new Set(['initialize', 'ping', 'server/discover', 'subscriptions/listen']);

/** The first requests of a connection. An upstream that is silent to them is of no use. */
const HANDSHAKES = new Set(['initialize', 'server/discover']);

const ENDS_OF_PROCESSES: ReadonlySet<UpstreamFaultCode> = new Set(['EXITED', 'EXITED_EARLY']);

/**
 * A link to an upstream that outlasts its processes and sessions. It connects with the first request. When the connection
 * breaks, requests in flight fail, and the session is begun anew. Until then its lists are withdrawn; the agent is told of
 * both.
 *
 * `send` of a request resolves when it is answered or cancelled, and rejects when its answer is not to come any more.
 */
export class LastingLink implements UpstreamLink {
  readonly #requests = new RequestsInFlight();
  readonly #memory = new SessionMemory();
  readonly #kept: KeptConnection;
  #closing: Promise<void> | undefined;

  constructor(
    private readonly era: Era,
    readonly owner: LinkOwner,
    private readonly listener: LinkListener,
    private readonly host: LinkHost,
  ) {
    this.#kept = new KeptConnection({
      era,
      owner,
      host,
      memory: this.#memory,
      listener: {
        message: (connection, raw, relatedTo) => this.#received(connection, raw, relatedTo),
        lost: (connection, fault) => this.#lost(connection, fault),
        restored: () => this.#tellListChanges(),
        away: (fault) => {
          this.host.failed(fault);
          this.#tellListChanges();
        },
        back: () => {
          this.host.succeeded(this.era);
          this.#tellListChanges();
        },
      },
    });
  }

  /** Number of requests that are not answered yet. */
  get inFlight(): number {
    return this.#requests.size;
  }

  /** Whether it has a process, or a session. */
  get isConnected(): boolean {
    return this.#kept.current !== undefined;
  }

  /** For how many milliseconds it has been connected; 0 if it is not. */
  get uptimeMs(): number {
    return this.#kept.current?.uptimeMs ?? 0;
  }

  async send(raw: RawMessage, headers?: MessageHeaders): Promise<void> {
    const { message } = raw;
    if (isRequest(message)) return this.#request(new RequestInFlight(raw, message), headers);
    const connection = this.#kept.current;
    if (isAnswer(message)) {
      // A process that was started since has not asked.
      if (!connection?.asked.delete(message.id ?? '')) return;
    } else if (message.method === 'notifications/cancelled') {
      this.#requests.get(message.params?.['requestId'] as RequestId | undefined)?.settle();
    }
    await connection?.link.send(raw, headers);
  }

  /** Ends the connection. If there is a session to restore, it connects again. */
  async reconnect(fault: UpstreamFault): Promise<void> {
    const { current } = this.#kept;
    if (current) await this.#kept.lose(current, fault);
    this.#kept.endPause();
    if (this.#memory.initialize) await this.#kept.open().catch(() => undefined);
  }

  /** Ends the connection for good. Resolves when nothing is left of it. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const fault = new UpstreamFault('CLOSED', `The link to upstream "${this.host.name}" was closed.`);
    this.#requests.fail(() => fault);
    await this.#kept.close(fault);
  }

  async #request(request: RequestInFlight, headers?: MessageHeaders): Promise<void> {
    this.#requests.add(request);
    if (headers) this.#memory.headers = headers;
    let free: (() => void) | undefined;
    try {
      if (this.host.slots.areLimited && !WITHOUT_PLACE.has(request.method))
        free = await this.host.slots.take(request.signal);
      if (!request.isSettled) await this.#dispatch(request, headers);
      await request.settled;
    } finally {
      free?.();
      request.settle();
      this.#requests.remove(request);
    }
  }

  /** Sends a request, and once more if it certainly was not carried out. */
  async #dispatch(request: RequestInFlight, headers?: MessageHeaders): Promise<void> {
    try {
      await this.#sendOnce(request, headers);
    } catch (error) {
      const fault = error as UpstreamFault;
      const { connection } = request;
      if (!connection) throw error;
      // Of a process that does not read, the transport tells the end: before the agent, who may close the link, hears of it.
      if (ENDS_OF_PROCESSES.has(fault.code)) await endOf(connection, request);
      if (!this.#mayRepeat(fault)) throw error;
      if (fault.code === 'SESSION_EXPIRED') {
        request.connection = undefined;
        await this.#kept.lose(connection, fault);
      }
      await this.#sendOnce(request, headers);
    }
  }

  /** Whether a message was refused for its session, or not read by its process. */
  #mayRepeat({ code, wasSent }: UpstreamFault): boolean {
    if (wasSent) return false;
    return code === 'EXITED' || (code === 'SESSION_EXPIRED' && this.#memory.initialize !== undefined);
  }

  async #sendOnce(request: RequestInFlight, headers?: MessageHeaders): Promise<void> {
    const connection = this.#kept.current ?? (await this.#openFor(request));
    if (request.isSettled) return;
    request.connection = connection;
    this.#limitHandshake(request, connection);
    const sent = connection.link.send(request.raw, headers).catch((fault: UpstreamFault) => {
      // The end of a process is told by the connection.
      if (!ENDS_OF_PROCESSES.has(fault.code)) this.host.failed(fault);
      throw fault;
    });
    // Some transports wait with this for the answer, and some do not.
    await Promise.race([request.settled, sent.then(() => request.settled)]);
  }

  /** Lists are withdrawn until the next attempt. Whatever else an agent asks for makes it at once. */
  async #openFor({ method }: RequestInFlight): Promise<Connection> {
    const { pause } = this.#kept;
    if (pause && LIST_METHODS.has(method)) throw pause.withdrawal();
    return this.#kept.open();
  }

  #limitHandshake(request: RequestInFlight, connection: Connection): void {
    if (!HANDSHAKES.has(request.method)) return;
    request.limit(this.host.handshakeMs, () => {
      const fault = silentFault(this.host, request.method);
      this.host.failed(fault);
      void this.#kept.lose(connection, fault);
    });
  }

  #lost(connection: Connection, fault: UpstreamFault): void {
    this.#requests.fail((request) => unknownOutcome(request, fault), connection);
    // Nobody waits for these answers any more.
    for (const id of connection.asked) void this.listener.message(cancellation(id, fault.message));
    if (!this.#closing) this.#tellListChanges();
  }

  #tellListChanges(): void {
    for (const change of this.#memory.listChanges(this.owner.isOfSeveral ? 'all' : 'promised'))
      void this.listener.message(change);
  }

  #received(connection: Connection, raw: RawMessage, relatedTo?: RequestId): void | Promise<void> {
    if (connection.over) return undefined;
    const { message } = raw;
    if (isAnswer(message)) return this.#answered(connection, raw, message);
    if (isRequest(message)) connection.asked.add(message.id);
    else if (message.method === 'notifications/cancelled')
      connection.asked.delete(message.params?.['requestId'] as RequestId);
    return this.listener.message(raw, relatedTo);
  }

  /** Answers to nothing, and second answers, go nowhere. */
  #answered(connection: Connection, raw: RawMessage, answer: JSONRPCResponse): void | Promise<void> {
    this.host.succeeded(this.era);
    if (connection.takesAnswer(answer)) return undefined;
    const request = this.#requests.answeredBy(answer.id);
    if (!request || request.isSettled) return undefined;
    const fault = answerFault(answer);
    if (fault !== undefined) return request.fail(notUnderstood(fault));
    this.#memory.answered(request.raw, request.raw.message as JSONRPCRequest, answer);
    request.settle();
    return this.listener.message(request.id === answer.id ? raw : raw.withId(request.id));
  }
}

/** Resolves when a connection has ended. The request is not among those that end with it. */
async function endOf(connection: Connection, request: RequestInFlight): Promise<void> {
  request.connection = undefined;
  await connection.ended;
}

/** The agent would wait for ever for an answer that it does not understand. */
function notUnderstood(fault: string): UpstreamFault {
  return new UpstreamFault('NOT_MCP', `Its answer is not that of MCP: ${fault}.`, { wasSent: true });
}
