import type { HandlerContext } from './handler-context.ts';

/**
 * Serves a tool, prompt or resource, and resolves with whatever the method returns. `input` holds the arguments, or
 * the variables of a resource template.
 */
export type Handler<C extends HandlerContext = HandlerContext> = (
  input: unknown,
  context: C,
) => Promise<unknown>;

/** Rejects when a handler may not be called with this input and context. Does not call the handler. */
export type Admission<C extends HandlerContext = HandlerContext> = (
  input: unknown,
  context: C,
) => Promise<void>;

/**
 * Suggests values for an argument or a template variable, based on what the user has typed. `known` holds the
 * arguments that already have a value.
 */
export type Completer = (
  value: string,
  known: Readonly<Record<string, string>>,
  context: HandlerContext,
) => string[] | Promise<string[]>;
