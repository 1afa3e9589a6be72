import { ROUTES } from '#contract';
import type { Request } from 'express';

/** The body of an error on `/mcp`, where every error is JSON-RPC's. It answers no request in particular. */
export interface McpErrorBody {
  jsonrpc: '2.0';
  error: { code: number; message: string };
  id: null;
}

/** Makes the body; −32000 is the code that the MCP SDK gives to refused requests. */
export function mcpErrorBody(message: string, code = -32_000): McpErrorBody {
  return { jsonrpc: '2.0', error: { code, message }, id: null };
}

/** Whether the request is for the MCP endpoint; routes match without regard to case. */
export function isForMcp(request: Request): boolean {
  const path = pathOf(request).toLowerCase();
  return path === ROUTES.mcp || path.startsWith(`${ROUTES.mcp}/`);
}

/** The whole path, without the query: Express shortens `path` to what is below a mounted middleware. */
export function pathOf(request: Request): string {
  return request.baseUrl + request.path;
}
