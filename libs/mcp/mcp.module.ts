import { Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Express } from 'express';
import { ROUTES } from '#contract';
import { AgentAuthenticator } from './agent-authenticator.ts';
import { parseMcpBody, refuseMcpBody } from './mcp-body.ts';
import { McpController } from './mcp.controller.ts';
import { ConfigurableModuleClass } from './mcp.module-definition.ts';
import { McpServers } from './mcp-servers.ts';
import { ModernEndpoint } from './modern-endpoint.ts';
import { ProtocolSessions } from './protocol-sessions.ts';

/** The MCP endpoint at `/mcp`. It needs `EventsModule`, `SessionsModule` and `ToolsModule` in the application. */
@Module({
  controllers: [McpController],
  providers: [AgentAuthenticator, McpServers, ProtocolSessions, ModernEndpoint],
})
export class McpModule extends ConfigurableModuleClass {
  constructor({ httpAdapter }: HttpAdapterHost) {
    super();
    // Before Nest's own body parser, which is added later and lets only 100 kB pass.
    if (httpAdapter) httpAdapter.getInstance<Express>().use(ROUTES.mcp, parseMcpBody, refuseMcpBody);
  }
}
