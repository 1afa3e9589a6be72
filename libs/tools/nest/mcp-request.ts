import type { ExecutionContext } from '@nestjs/common';
import { MCP_REQUEST, type HandlerContext, type McpRequest } from '../definitions/handler-context.ts';
import { CONTEXT } from './handler-arguments.ts';

/** The context type that guards, interceptors and filters see: `context.getType() === 'mcp'`. */
export const MCP_CONTEXT_TYPE = 'mcp';

/**
 * The MCP request that a guard, interceptor or filter looks at; undefined when the context is not one of MCP. A guard
 * that was written for HTTP needs one line:
 * `const request = mcpRequestOf(context)?.http ?? context.switchToHttp().getRequest();`
 */
export function mcpRequestOf(
  context: Pick<ExecutionContext, 'getType' | 'getArgByIndex'>,
): McpRequest | undefined {
  if (context.getType<string>() !== MCP_CONTEXT_TYPE) return undefined;
  return context.getArgByIndex<HandlerContext | undefined>(CONTEXT)?.[MCP_REQUEST];
}
