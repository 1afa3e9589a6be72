import type { RawMessage } from '#tools';

/** Names beyond these are not kept: each of them counts as offered then. */
const MAX_NAMES = 10_000;

/** The names of the tools that an upstream has listed to anyone. */
export class KnownTools {
  #names: Set<string> | undefined;
  /** The names of the pages so far, while a list is read. */
  #pages = new Set<string>();

  /** Whether a tool exists. True while no list is known. */
  has(name: string): boolean {
    return this.#names?.has(name) ?? true;
  }

  /** Notes the answer to a request for a list. Its first page has no cursor. */
  listed({ message }: RawMessage, isFirst: boolean): void {
    if (!('result' in message)) return;
    const { tools, nextCursor } = message.result as { tools?: unknown; nextCursor?: unknown };
    if (!Array.isArray(tools)) return;
    if (isFirst) this.#pages = new Set();
    for (const tool of tools as ({ name?: unknown } | null)[])
      if (typeof tool?.name === 'string' && this.#pages.size < MAX_NAMES) this.#pages.add(tool.name);
    if (nextCursor !== undefined) return;
    this.#names = this.#pages.size < MAX_NAMES ? this.#pages : undefined;
  }

  /** Forgets the list, because it has changed. */
  changed(): void {
    this.#names = undefined;
  }
}
