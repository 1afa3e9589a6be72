import { createHandlerDecorator } from './handler-decorator.ts';
import type { ToolOptions } from '../definitions/tool-options.ts';

/**
 * Serves a method of a provider or controller as an MCP tool. The method receives the validated arguments and a
 * `ToolContext`. It returns a plain object (the structured result), a string, or a full MCP `CallToolResult`.
 */
export const Tool = createHandlerDecorator<ToolOptions>('Tool');
