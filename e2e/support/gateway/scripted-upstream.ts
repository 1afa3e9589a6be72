import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { closeAtOnce, listenOnLoopback } from '../server/loopback.ts';

/** A request as it came. */
export interface SeenRequest {
  method: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** The texts that answer a request; `ID` stands for its id. One is sent as JSON, several as a stream. */
export type UpstreamScript = (body: { method?: string }) => string[];

const INITIALIZED =
  '{"jsonrpc":"2.0","id":ID,"result":{"protocolVersion":"2025-06-18","capabilities":{},"serverInfo":{"name":"up","version":"1"},"later":1.0}}';

/** An upstream over HTTP that answers with exact texts, and notes what it gets. */
export class ScriptedUpstream {
  readonly seen: SeenRequest[] = [];
  script: UpstreamScript = () => [];
  /** How its answers are encoded: the content coding, and what makes it. */
  coding: { name: string; encode: (text: string) => Buffer } | undefined;
  /** What answers `initialize`. */
  initialized = INITIALIZED;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      void text(request).then((body) => {
        const { method = '', headers } = request;
        this.seen.push({ method, headers, body });
        const message = body === '' ? {} : (JSON.parse(body) as { id?: unknown; method?: string });
        if (method !== 'POST') return response.writeHead(method === 'DELETE' ? 200 : 405).end();
        if (message.id === undefined) return response.writeHead(202).end();
        const answers = message.method === 'initialize' ? [this.initialized] : this.script(message);
        const texts = answers.map((answer) => answer.replaceAll('ID', JSON.stringify(message.id)));
        const isStream = texts.length !== 1;
        response.writeHead(200, {
          'content-type': isStream ? 'text/event-stream' : 'application/json',
          'mcp-session-id': 'session-of-the-upstream',
          ...(this.coding && { 'content-encoding': this.coding.name }),
        });
        const answer = isStream ? texts.map((one) => `data: ${one}\n\n`).join('') : (texts[0] ?? '');
        return response.end(this.coding?.encode(answer) ?? answer);
      });
    });
  }

  /** Listens, and resolves with the URL of the endpoint. */
  listen(): Promise<string> {
    return listenOnLoopback(this.#server);
  }

  close(): void {
    closeAtOnce(this.#server);
  }
}
