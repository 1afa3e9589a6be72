import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { observedServer } from './older-orders.mjs';

await observedServer().connect(new StdioServerTransport());
