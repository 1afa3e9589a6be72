import { Inject, Injectable, Logger } from '@nestjs/common';
import { loggableExcerpt, redactedCopy, REDACTION_FAILED } from '#redaction';
import { TOOLS_MODULE_OPTIONS, type ToolsModuleOptions } from '../tools.module-definition.ts';
import { cappedPayload } from './capped-payload.ts';
import { DEFAULT_MAX_PAYLOAD_BYTES, type PayloadOptions, type PayloadPart } from './payload-options.ts';

/** How many times more of a payload is read than is kept, because redaction may shorten it. */
const READ_FACTOR = 2;

/** Maximum length of a tool's name in the log, in characters. */
const MAX_LOGGED = 256;

/** Creates the part of an event that shows a payload. */
@Injectable()
export class PayloadKeeper {
  readonly #logger = new Logger('Payloads');
  readonly #options: PayloadOptions;
  #warned = false;

  constructor(@Inject(TOOLS_MODULE_OPTIONS) { payloads = { mode: 'off' } }: ToolsModuleOptions) {
    this.#options = payloads;
  }

  /**
   * Redacts and caps a payload. Returns undefined when payloads are not kept. `bytes` is the size of the payload's
   * JSON. Never throws.
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
      // The function may return anything: another copy ensures that it is JSON and contains no recognizable secret.
      copy = redactedCopy(kept, maxBytes * READ_FACTOR);
    }
    return cappedPayload(copy, bytes, maxBytes);
  }

  // Leaves out the error's message, because it may quote the payload.
  #warn(error: unknown, tool: string): void {
    if (this.#warned) return;
    this.#warned = true;
    const name = error instanceof Error ? error.name : typeof error;
    this.#logger.warn(
      `The redaction of a payload of ${loggableExcerpt(tool, MAX_LOGGED)} failed with ${name}; further failures are not logged`,
    );
  }
}

function requireSettled(kept: unknown): void {
  if (!(kept instanceof Promise)) return;
  kept.catch(() => undefined);
  throw new TypeError('redact() has to return the value itself');
}
