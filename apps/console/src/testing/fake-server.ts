import type { CrowsnestEvent, GapFrame, HelloFrame } from '#contract';

/** The server's side of a connection to `/events`. */
export class FakeConnection {
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  #isAbandoned = false;
  readonly body = new ReadableStream<Uint8Array>({
    start: (controller) => void (this.#controller = controller),
  });

  constructor(
    readonly headers: Headers,
    signal: AbortSignal | null | undefined,
  ) {
    signal?.addEventListener('abort', () => {
      this.break();
      this.#isAbandoned = true;
    });
  }

  get lastEventId(): string | null {
    return this.headers.get('last-event-id');
  }

  /** Sends raw bytes or text, which are lost if the client has disconnected. */
  send(chunk: string | Uint8Array): void {
    if (this.#isAbandoned) return;
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

  /** Ends the stream normally. */
  end(): void {
    this.#controller.close();
  }

  /** Breaks the connection. */
  break(): void {
    try {
      this.#controller.error(new TypeError('network error'));
    } catch {
      // The stream has ended already.
    }
  }
}

type Answer = (init: RequestInit) => Response | Promise<Response>;

/** Answers `fetch` instead of a server. By default `/events` opens a {@link FakeConnection}. */
export class FakeServer {
  readonly connections: FakeConnection[] = [];
  readonly requests: { route: string; headers: Headers }[] = [];
  /** The URL of each request, with its query. */
  readonly urls: string[] = [];
  readonly #answers = new Map<string, Answer>();

  readonly fetch = (async (input: string, init: RequestInit = {}): Promise<Response> => {
    const [path] = input.split('?');
    const route = `${init.method ?? 'GET'} ${path}`;
    const headers = new Headers(init.headers);
    this.requests.push({ route, headers });
    this.urls.push(input);
    const answer = this.#answers.get(route);
    if (answer) return answer(init);
    if (route === 'GET /events') return this.#open(headers, init.signal);
    throw new Error(`The test has no answer for ${route}`);
  }) as typeof fetch;

  /** Sets the answer of a route, such as `GET /sessions`, for any query. */
  answer(route: string, answer: Answer): void {
    this.#answers.set(route, answer);
  }

  /** Removes the answer of a route. */
  reset(route: string): void {
    this.#answers.delete(route);
  }

  get latest(): FakeConnection {
    const connection = this.connections.at(-1);
    if (!connection) throw new Error('There is no connection');
    return connection;
  }

  #open(headers: Headers, signal: AbortSignal | null | undefined): Response {
    const connection = new FakeConnection(headers, signal);
    this.connections.push(connection);
    return new Response(connection.body, { headers: { 'content-type': 'text/event-stream' } });
  }
}

/** Creates a JSON answer. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

/** Creates an error answer as the server sends it. */
export function refusal(status: number, headers: Record<string, string> = {}): Response {
  return json({ error: 'REFUSED', message: `Refused with ${status}` }, status, headers);
}

/** Fails like `fetch` without a network. */
export function unreachable(): never {
  throw new TypeError('Failed to fetch');
}

/** Behaves like a server that accepts the connection and never answers. */
export function never(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
  });
}
