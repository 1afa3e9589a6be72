import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CrowsnestModule, type CrowsnestOptions } from '#crowsnest';

@Module({})
class GatewayServerModule {}

/** Starts a server that offers nothing but an upstream server, and resolves with its endpoint. */
export async function startGatewayTo(
  url: string,
  options: CrowsnestOptions,
): Promise<{ app: INestApplication; url: string }> {
  const upstreams = { fixtures: { url } };
  const crowsnest = CrowsnestModule.forRoot({ ...options, standalone: true, upstreams });
  const module = { module: GatewayServerModule, imports: [crowsnest] };
  const app = await NestFactory.create(module, { forceCloseConnections: true, logger: ['fatal'] });
  await app.listen(0, '127.0.0.1');
  const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
  return { app, url: `http://127.0.0.1:${port}/mcp` };
}
