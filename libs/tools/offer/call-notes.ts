import type { ToolErrorKind } from '#contract';
import type { ProgressUpdate } from '../definitions/handler-context.ts';

/** How a call failed. */
export interface CallFailure {
  kind: ToolErrorKind;
  error: string;
  code?: number | string;
}

/** What the handler of a call adds to the call's messages. */
export interface CallNotes {
  /** Called when the handler begins. Arguments that fail before that were refused by the schema. */
  enter(): void;
  /** States why the call fails, because in messages every failure is just `isError`. */
  explain(failure: CallFailure): void;
  /** Answers the call with a JSON-RPC error, whatever answer follows. */
  refuse(code: number, message: string): void;
  /** Reports the progress of the handler, in the form that `progressStepOf` returns. */
  progress(update: ProgressUpdate): void;
}
