import type { ExecutionContext } from '@nestjs/common';
import { MCP_REQUEST, type HandlerContext, type McpRequest } from '../definitions/handler-context.ts';
import { CONTEXT } from './handler-arguments.ts';

/** The context type in guards, interceptors and filters: `context.getType() === 'mcp'`. */
export const MCP_CONTEXT_TYPE = 'mcp';

/**
 * The MCP request of a guard's, interceptor's or filter's context; undefined when it is not an MCP context. A guard
 * that was written for HTTP needs one line:
 *
 * `const request = mcpRequestOf(context)?.http ?? context.switchToHttp().getRequest();`
 */
export function mcpRequestOf(
  context: Pick<ExecutionContext, 'getType' | 'getArgByIndex'>,
): McpRequest | undefined {
  if (context.getType<string>() !== MCP_CONTEXT_TYPE) return undefined;
  return context.getArgByIndex<HandlerContext | undefined>(CONTEXT)?.[MCP_REQUEST];
}
