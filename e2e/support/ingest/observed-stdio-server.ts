// A server of somebody else over stdio, on SDK v1, with one line of ours. `exit` ends it by a call.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { observe } from '../../../packages/observe/index.ts';

const server = new McpServer({ name: 'stdio-orders', version: '1.0.0' });
server.registerTool('hello', {}, () => ({ content: [{ type: 'text', text: 'hello' }] }));
server.registerTool('exit', {}, () => {
  setTimeout(() => process.exit(7), 20);
  return { content: [] };
});
observe(server);
await server.connect(new StdioServerTransport());
