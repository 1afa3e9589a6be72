import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { createSdkServer } from '../mcp/servers/sdk-server.ts';

// The trivial tools over stdio: what gateways stand in front of.
await createSdkServer().connect(new StdioServerTransport());
