import { createHandlerDecorator } from './handler-decorator.ts';
import type { PromptOptions } from '../definitions/prompt-options.ts';

/**
 * Serves a method of a provider or controller as an MCP prompt. The method receives the validated arguments and a
 * `PromptContext`. It returns a string (a user message), a list of messages, or a full MCP `GetPromptResult`.
 */
export const Prompt = createHandlerDecorator<PromptOptions>('Prompt');
