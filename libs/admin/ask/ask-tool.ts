import type { z } from 'zod';
import type { AdminRole } from '#contract';
import type { Actor } from '../trail/index.ts';
import type { ConsoleLinks } from './console-links.ts';

/** Somebody asks: an admin, by a request. */
export interface Asking extends Actor {
  /** Links into the console, as this admin reaches it. */
  links: ConsoleLinks;
  /** Aborts when nobody waits for the answer any more. */
  signal: AbortSignal;
}

/** A tool for the assistants of admins. It sees what the admin may see, and its answers are small. */
export interface AskTool<Shape extends z.ZodRawShape = z.ZodRawShape> {
  name: string;
  title: string;
  description: string;
  input: z.ZodObject<Shape>;
  /** The least role that it is offered to. A tool without one only reads, and is for all. */
  needs?: AdminRole;
  /** Answers with what becomes JSON. Rejects with an `HttpException`, as the routes do. */
  answer(args: z.infer<z.ZodObject<Shape>>, asking: Asking): object | Promise<object>;
}

/** Tools that belong together. */
export interface AskTools {
  readonly tools: readonly AskTool[];
}

/** Checks the types of a tool, whose arguments are then those of any. The server checks them by `input`. */
export function askTool<Shape extends z.ZodRawShape>(tool: AskTool<Shape>): AskTool {
  return tool;
}
