import { Logger } from '@nestjs/common';

/** Maximum number of causes that are logged until all checkpoints are saved again. */
const MAX_CAUSES = 10;

/** A projection that could not be saved. */
export interface UnsavedCheckpoint {
  name: string;
  error: unknown;
}

/**
 * Logs that checkpoints could not be saved, for the operator: each cause once, with all checkpoints that it concerns, until
 * all are saved again.
 */
export class UnsavedCheckpoints {
  readonly #logger = new Logger('Projections');
  readonly #told = new Set<string>();
  /** How often in a row some were not saved. */
  #attempts = 0;

  /** Notes that these could not be saved, by one attempt. */
  failed(unsaved: readonly UnsavedCheckpoint[]): void {
    this.#attempts += 1;
    const byCause = Map.groupBy(unsaved, ({ error }) => String(error).replace(/\.$/, ''));
    for (const [cause, ofCause] of byCause) this.#tell(cause, ofCause);
  }

  /** Notes that all were saved. */
  saved(): void {
    if (this.#attempts === 0) return;
    this.#logger.log(`All checkpoints are saved again; attempts that failed: ${this.#attempts}`);
    this.#attempts = 0;
    this.#told.clear();
  }

  #tell(cause: string, unsaved: readonly UnsavedCheckpoint[]): void {
    if (this.#told.has(cause) || this.#told.size >= MAX_CAUSES) return;
    this.#told.add(cause);
    const names = unsaved.map(({ name }) => `"${name}"`).join(', ');
    const what =
      unsaved.length === 1
        ? 'The checkpoint of 1 projection was'
        : `The checkpoints of ${unsaved.length} projections were`;
    this.#logger.warn(`${what} not saved (${names}), which is tried again: ${cause}`);
  }
}
