import { Inject, Injectable, Logger } from '@nestjs/common';
import { loggableExcerpt, redactedCopy, REDACTION_FAILED } from '#redaction';
import { TOOLS_MODULE_OPTIONS, type ToolsModuleOptions } from '../tools.module-definition.ts';
import { cappedPayload } from './capped-payload.ts';
import { DEFAULT_MAX_PAYLOAD_BYTES, type PayloadOptions, type PayloadPart } from './payload-options.ts';

/** How much more is read of a payload than is kept: redaction may shorten what comes first. */
const READ_FACTOR = 4;

/** Maximum length of a tool's name in the log, in characters. */
const MAX_LOGGED = 256;

/** Makes of a payload what its event may tell. */
@Injectable()
export class PayloadKeeper {
  readonly #logger = new Logger('Payloads');
  readonly #options: PayloadOptions;
  #warned = false;

  constructor(@Inject(TOOLS_MODULE_OPTIONS) { payloads = { mode: 'off' } }: ToolsModuleOptions) {
    this.#options = payloads;
  }

  /**
   * The payload redacted and capped, or undefined where payloads are not kept. `bytes` is the size of its JSON. Never
   * throws.
   */
  keep(value: unknown, part: PayloadPart, tool: string, bytes: number): unknown {
    if (this.#options.mode !== 'redacted' || value === undefined) return undefined;
    try {
      return this.#redacted(value, { part, tool }, bytes);
    } catch (error) {
      this.#warn(error, tool);
      return REDACTION_FAILED;
    }
  }

  #redacted(value: unknown, about: { part: PayloadPart; tool: string }, bytes: number): unknown {
    const { maxBytes = DEFAULT_MAX_PAYLOAD_BYTES } = this.#options;
    let copy = redactedCopy(value, maxBytes * READ_FACTOR);
    if (this.#options.redact) {
      const kept = this.#options.redact(copy, about);
      if (kept === undefined) return undefined;
      requireSettled(kept);
      // Whatever it is made of: what is kept is JSON, and still holds no secret that can be told.
      copy = redactedCopy(kept, maxBytes * READ_FACTOR);
    }
    return cappedPayload(copy, bytes, maxBytes);
  }

  // Without the error's message, which may quote the payload.
  #warn(error: unknown, tool: string): void {
    if (this.#warned) return;
    this.#warned = true;
    const name = error instanceof Error ? error.name : typeof error;
    this.#logger.warn(
      `The redaction of a payload of ${loggableExcerpt(tool, MAX_LOGGED)} failed with ${name}; it is not told again`,
    );
  }
}

function requireSettled(kept: unknown): void {
  if (!(kept instanceof Promise)) return;
  kept.catch(() => undefined);
  throw new TypeError('redact() has to return the value itself');
}
