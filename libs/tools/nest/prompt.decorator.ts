import { createHandlerDecorator } from './handler-decorator.ts';
import type { PromptOptions } from '../definitions/prompt-options.ts';

/**
 * Serves a method of an injectable class as an MCP prompt. The method is called with the validated
 * arguments and a `PromptContext`, and returns a text (the user's), a list of messages, or a full MCP
 * `GetPromptResult`.
 */
export const Prompt = createHandlerDecorator<PromptOptions>();
