import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import { createSdkServer } from '../mcp/servers/sdk-server.ts';
import { serveSessions } from '../mcp/servers/serve-sessions.ts';

const [workMs = ''] = process.argv.slice(2);

// As sdk-legacy, with tools that take their time.
await serveSessions(
  (options) => new NodeStreamableHTTPServerTransport(options),
  (transport) => createSdkServer(Number(workMs)).connect(transport),
);
