import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { importPeer } from '../../processes/peers.ts';
import { takeCommands } from '../../processes/commands.ts';
import { TOOL_DESCRIPTION, TOOL_NAMES, toolInput, toolResult } from '../trivial-tools.ts';

/** The part of `@rekog/mcp-nest` that the bench uses. */
interface McpNest {
  McpController: () => ClassDecorator;
  Tool: (options: { name: string; description: string; parameters: unknown }) => MethodDecorator;
  McpStrategy: new (options: { name: string; version: string; transports: object[] }) => Strategy;
  StreamableHttpTransport: new (options: { statefulMode: boolean }) => object;
}
interface Strategy {
  setHttpAdapter(adapter: unknown): void;
}

// Also its own copy of Nest, because Nest looks for `@nestjs/microservices` beside itself.
const { Module } = await importPeer<typeof import('@nestjs/common')>('@nestjs/common');
const { NestFactory } = await importPeer<typeof import('@nestjs/core')>('@nestjs/core');
const { Payload } = await importPeer<{ Payload: () => ParameterDecorator }>('@nestjs/microservices');
const { McpController, Tool, McpStrategy, StreamableHttpTransport } =
  await importPeer<McpNest>('@rekog/mcp-nest');

class TrivialTools {}
for (const name of TOOL_NAMES) {
  const descriptor = {
    value: ({ text }: { text: string }) => toolResult(text),
    configurable: true,
    writable: true,
  };
  Object.defineProperty(TrivialTools.prototype, name, descriptor);
  const tool = Tool({ name, description: TOOL_DESCRIPTION, parameters: toolInput() });
  tool(TrivialTools.prototype, name, descriptor);
  Payload()(TrivialTools.prototype, name, 0);
}
McpController()(TrivialTools);

class PeerModule {}
Module({ controllers: [TrivialTools] })(PeerModule);

// Set up as in its README. Has sessions up to revision 2025-11-25, as Crowsnest does; 2026-07-28 is on by default.
const transport = new StreamableHttpTransport({ statefulMode: true });
const strategy = new McpStrategy({ name: 'bench', version: '1.0.0', transports: [transport] });
const app = await NestFactory.create(PeerModule, { logger: ['fatal', 'error'] });
strategy.setHttpAdapter(app.getHttpAdapter());
app.connectMicroservice({ strategy });
await app.startAllMicroservices();
await app.listen(0, '127.0.0.1');

const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
takeCommands({ port: () => port });
