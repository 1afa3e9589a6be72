import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import { createSdkServer } from './sdk-server.ts';
import { serveSessions } from './serve-sessions.ts';

// Version 2 of the SDK, stateful.
await serveSessions(
  (options) => new NodeStreamableHTTPServerTransport(options),
  (transport) => createSdkServer().connect(transport),
);
