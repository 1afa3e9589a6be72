import { Logger } from '@nestjs/common';

/** Maximum length of a tool's name that clients are sure to accept, in characters. */
const MAX_LENGTH = 64;
const MAX_TOLD = 1_000;

/** Tells, once each, of tools whose names are too long for some clients with the name of their upstream before them. */
export class LongNames {
  readonly #logger = new Logger('Gateway');
  readonly #told = new Set<string>();

  check(name: unknown): void {
    if (typeof name !== 'string' || name.length <= MAX_LENGTH) return;
    if (this.#told.has(name) || this.#told.size >= MAX_TOLD) return;
    this.#told.add(name);
    this.#logger.warn(
      `The tool ${JSON.stringify(name)} has a name of more than ${MAX_LENGTH} characters, which some clients refuse. ` +
        'Give its server a shorter name, or let agents use the URL of the server alone.',
    );
  }
}
