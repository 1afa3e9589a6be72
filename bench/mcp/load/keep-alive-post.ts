import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import type { WrittenRequest } from './mcp-requests.ts';

export interface PostAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** Posts to one server over connections that stay open. Costs far less than the server's work. */
export class KeepAlivePost {
  readonly #agent: Agent;

  constructor(
    private readonly port: number,
    connections: number,
  ) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  send({ headers, body }: WrittenRequest): Promise<PostAnswer> {
    return new Promise((resolve, reject) => {
      const { port } = this;
      const options = { host: '127.0.0.1', port, path: '/mcp', method: 'POST', agent: this.#agent, headers };
      const sent = request(options, (response) => {
        let text = '';
        response.setEncoding('latin1');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}
