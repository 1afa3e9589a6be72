import type { ToolErrorKind } from '#contract';
import type { ProgressUpdate } from '../definitions/handler-context.ts';

/** How a call failed. */
export interface CallFailure {
  kind: ToolErrorKind;
  error: string;
  code?: number | string;
}

/** What a call's handler tells of the call that its messages do not. */
export interface CallNotes {
  /** A handler is entered: arguments that fail before were refused by the schema. */
  enter(): void;
  /** Says why the answer that follows is a failure: in messages all failures look like `isError`. */
  explain(failure: CallFailure): void;
  /** Has the call answered by a JSON-RPC error, whatever answer follows. */
  refuse(code: number, message: string): void;
  /** The handler tells how far it has come, by a step that can be told: see `progressStepOf`. */
  progress(update: ProgressUpdate): void;
}
