import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { closeAtOnce, listenOnLoopback } from '../server/loopback.ts';

/** What the server does with a tool call, or with every request. */
export type HttpFault =
  | 'healthy'
  | 'expired'
  | 'expired-with-400'
  | 'expired-with-400-in-text'
  | 'refused-with-400'
  | 'unrouted'
  | 'redirected'
  | 'reset'
  | 'failing'
  | 'half-an-answer'
  | 'held'
  | 'html';

const DONE = { content: [{ type: 'text', text: 'done' }] };

interface Message {
  id?: number | string;
  method: string;
}

/** An MCP server of the older era over HTTP that can be made to fail. It notes what it was asked. */
export class HttpFaultServer {
  fault: HttpFault = 'healthy';
  /** The header `Authorization` that it wants. Without it, it wants none. */
  wanted: string | undefined;
  /** Whether it opens GET streams, only to end them at once. */
  endsStreams = false;
  /** When GET streams were opened, in milliseconds of `performance.now()`. */
  readonly openings: number[] = [];
  /** The methods of the messages that have arrived, with the number of their session. */
  readonly seen: string[] = [];
  readonly #held: (() => void)[] = [];
  readonly #server: Server = createServer((request, response) => void this.#serve(request, response));
  #sessions = 0;

  listen(): Promise<string> {
    return listenOnLoopback(this.#server);
  }

  close(): void {
    closeAtOnce(this.#server);
  }

  /** Answers the calls that it holds, and holds no others. */
  letGo(): void {
    this.fault = 'healthy';
    for (const end of this.#held.splice(0)) end();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET' && this.endsStreams) return this.#endStream(response);
    if (request.method !== 'POST') return void response.writeHead(405).end();
    const message = (await json(request)) as Message;
    this.seen.push(`${message.method} ${String(request.headers['mcp-session-id'] ?? '-')}`);
    if (this.wanted !== undefined && request.headers.authorization !== this.wanted)
      return void response.writeHead(401).end();
    if (this.fault === 'failing') return void response.writeHead(503).end('down for maintenance');
    if (this.fault === 'unrouted') return void response.writeHead(404).end('404 page not found');
    if (this.fault === 'redirected')
      return void response.writeHead(307, { location: '/mcp/?key=hunter2' }).end();
    if (this.fault === 'html')
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
    if (message.id === undefined) return void response.writeHead(202).end();
    if (message.method === 'initialize') return this.#begin(message, response);
    if (message.method === 'tools/call' && this.#fails(message, request, response)) return;
    answer(response, message, DONE);
  }

  #endStream(response: ServerResponse): void {
    this.openings.push(performance.now());
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end();
  }

  #begin(message: Message, response: ServerResponse): void {
    this.#sessions += 1;
    response.setHeader('mcp-session-id', `s${this.#sessions}`);
    const serverInfo = { name: 'faulty', version: '1' };
    answer(response, message, { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo });
  }

  /** Whether it has failed a call, or holds it. */
  #fails(message: Message, request: IncomingMessage, response: ServerResponse): boolean {
    switch (this.fault) {
      case 'expired':
        this.fault = 'healthy';
        response.writeHead(404).end();
        return true;
      case 'expired-with-400':
        this.fault = 'healthy';
        refuse(response, null, 'Bad Request: No valid session ID provided');
        return true;
      case 'expired-with-400-in-text':
        this.fault = 'healthy';
        response.writeHead(400, { 'content-type': 'text/plain' }).end('Invalid session ID');
        return true;
      case 'refused-with-400':
        refuse(response, message.id, 'This call needs a session of the office');
        return true;
      case 'reset':
        request.socket.destroy();
        return true;
      case 'held':
        this.#held.push(() => answer(response, message, DONE));
        return true;
      case 'half-an-answer':
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('event: message\ndata: {"jsonrpc":"2.0",', () => request.socket.destroy());
        return true;
      default:
        return false;
    }
  }
}

function answer(response: ServerResponse, { id }: Message, result: object): void {
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ jsonrpc: '2.0', id, result }));
}

function refuse(response: ServerResponse, id: Message['id'] | null, message: string): void {
  response
    .writeHead(400, { 'content-type': 'application/json' })
    .end(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32_000, message } }));
}
