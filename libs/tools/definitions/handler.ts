import type { HandlerContext } from './handler-context.ts';

/**
 * Runs what serves a tool, prompt or resource, and resolves with whatever it returns. `input` holds the
 * arguments, or the variables of a resource template.
 */
export type Handler<C extends HandlerContext = HandlerContext> = (
  input: unknown,
  context: C,
) => Promise<unknown>;

/** Rejects where a handler may not be called so, and does not call it. */
export type Admission<C extends HandlerContext = HandlerContext> = (
  input: unknown,
  context: C,
) => Promise<void>;

/**
 * Suggests values for an argument or a template's variable, from what has been typed so far. `known` holds
 * the arguments that are settled already.
 */
export type Completer = (
  value: string,
  known: Readonly<Record<string, string>>,
  context: HandlerContext,
) => string[] | Promise<string[]>;
