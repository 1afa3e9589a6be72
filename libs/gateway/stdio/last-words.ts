import { isSensitiveName, REDACTED, redactText } from '#redaction';
import { TextTail } from './text-tail.ts';

/** Bytes of stderr that tell why a process has ended. */
const LAST_WORDS_BYTES = 8_192;
/** Shorter values may be part of any text. */
const SHORTEST_SECRET = 6;

/** The end of what a process writes to stderr, without secrets. */
export class LastWords {
  readonly #tail = new TextTail(LAST_WORDS_BYTES);

  /** `declared`: the variables that the configuration gives the process. */
  constructor(private readonly declared: Readonly<Record<string, string>> = {}) {}

  push(chunk: Buffer): void {
    this.#tail.push(chunk);
  }

  /** Undefined if the process has written nothing. */
  read(): string | undefined {
    return withoutSecrets(this.#tail.read(), this.declared).trimEnd() || undefined;
  }
}

/** A text of a process without secrets: those that can be recognized, and those that its environment names. */
export function withoutSecrets(text: string, declared: Readonly<Record<string, string>> = {}): string {
  const isSecret = ([name, value]: [string, string]): boolean =>
    value.length >= SHORTEST_SECRET && isSensitiveName(name);
  const secrets = Object.entries(declared).filter(isSecret);
  return redactText(secrets.reduce((rest, [, secret]) => rest.replaceAll(secret, REDACTED), text));
}
