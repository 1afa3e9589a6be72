import { Agent, createServer, request } from 'node:http';
import { takeCommands } from '../processes/commands.ts';
import { listenOnLoopback } from '../processes/listen.ts';

// Copies bytes in both directions, and reads none of them: the least that a proxy in Node.js costs.
const [target = ''] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true });

const server = createServer((incoming, response) => {
  const { method = 'GET', url = '/', headers } = incoming;
  const outgoing = request(
    { host: '127.0.0.1', port: target, path: url, method, headers, agent },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  outgoing.on('error', () => response.destroy());
  incoming.pipe(outgoing);
});

const port = await listenOnLoopback(server);
takeCommands({ port: () => port });
