import { createServer } from 'node:http';
import { takeCommands } from '../processes/commands.ts';
import { listenOnLoopback } from '../processes/listen.ts';

// Takes spans over OTLP, and drops them.
const server = createServer((request, response) => {
  request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
});
const port = await listenOnLoopback(server);

takeCommands({ port: () => port });
