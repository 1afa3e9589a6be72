import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { takeCommands } from '../processes/commands.ts';
import { freePort, untilListening } from '../processes/free-port.ts';

// The reference server of MCP, over Streamable HTTP as its own program starts it, in this process.
const program = createRequire(import.meta.url).resolve(
  '@modelcontextprotocol/server-everything/dist/index.js',
);
const port = await freePort();
process.env['PORT'] = String(port);
process.argv = [process.argv[0]!, program, 'streamableHttp'];
// It prints a line for each request, which nobody reads here.
Object.assign(console, { log: () => undefined });
await import(pathToFileURL(program).href);
await untilListening(port);

takeCommands({ port: () => port });
