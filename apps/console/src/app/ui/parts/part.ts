import type { OutputRef, Type } from '@angular/core';

/** A component whose file is loaded when it is first shown. */
export interface Part<T = unknown> {
  /** Its name at the start of a sentence, such as `The call`. */
  readonly name: string;
  readonly load: () => Promise<Type<T>>;
}

/** A component that opens as a dialog, and emits when it has closed. */
export interface LoadedDialog {
  readonly closed: OutputRef<void>;
}

/** A dialog whose file is loaded when it first opens. */
export type DialogPart = Part<LoadedDialog>;
