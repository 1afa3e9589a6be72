import type { CrowsnestEvent, GapFrame, HelloFrame } from '#contract';

/** One connection to `/events`, from the server's side. */
export class FakeConnection {
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  readonly body = new ReadableStream<Uint8Array>({
    start: (controller) => void (this.#controller = controller),
  });

  constructor(
    readonly headers: Headers,
    signal: AbortSignal | null | undefined,
  ) {
    signal?.addEventListener('abort', () => this.break());
  }

  get lastEventId(): string | null {
    return this.headers.get('last-event-id');
  }

  /** Sends raw bytes or text. */
  send(chunk: string | Uint8Array): void {
    this.#controller.enqueue(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk);
  }

  hello(frame: HelloFrame): void {
    this.send(`event: hello\ndata: ${JSON.stringify(frame)}\n\n`);
  }

  gap(frame: GapFrame): void {
    this.send(`event: gap\ndata: ${JSON.stringify(frame)}\n\n`);
  }

  events(...events: CrowsnestEvent[]): void {
    for (const event of events) {
      this.send(`id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    }
  }

  /** Ends the stream in order. */
  end(): void {
    this.#controller.close();
  }

  /** The network gives way. */
  break(): void {
    try {
      this.#controller.error(new TypeError('network error'));
    } catch {
      // Ended already.
    }
  }
}

type Answer = (init: RequestInit) => Response | Promise<Response>;

/** Answers `fetch` in the server's place. `/events` opens a {@link FakeConnection} unless told otherwise. */
export class FakeServer {
  readonly connections: FakeConnection[] = [];
  readonly requests: { route: string; headers: Headers }[] = [];
  readonly #answers = new Map<string, Answer>();

  readonly fetch = (async (input: string, init: RequestInit = {}): Promise<Response> => {
    const [path] = input.split('?');
    const route = `${init.method ?? 'GET'} ${path}`;
    const headers = new Headers(init.headers);
    this.requests.push({ route, headers });
    const answer = this.#answers.get(route);
    if (answer) return answer(init);
    if (route === 'GET /events') return this.#open(headers, init.signal);
    throw new Error(`The test has no answer for ${route}`);
  }) as typeof fetch;

  /** Answers a route, such as `GET /sessions`, from now on, whatever its query. */
  answer(route: string, answer: Answer): void {
    this.#answers.set(route, answer);
  }

  /** Lets `/events` open streams again. */
  reset(route: string): void {
    this.#answers.delete(route);
  }

  get latest(): FakeConnection {
    const connection = this.connections.at(-1);
    if (!connection) throw new Error('Nobody has connected');
    return connection;
  }

  #open(headers: Headers, signal: AbortSignal | null | undefined): Response {
    const connection = new FakeConnection(headers, signal);
    this.connections.push(connection);
    return new Response(connection.body, { headers: { 'content-type': 'text/event-stream' } });
  }
}

/** A JSON answer. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

/** An error answer in the server's form. */
export function refusal(status: number, headers: Record<string, string> = {}): Response {
  return json({ error: 'REFUSED', message: `Refused with ${status}` }, status, headers);
}

/** The network is down. */
export function unreachable(): never {
  throw new TypeError('Failed to fetch');
}

/** The server accepts the connection and never answers. */
export function never(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
  });
}
