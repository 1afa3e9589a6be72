import type { Era, RawMessage } from '#tools';
import { ToolPages } from './tool-pages.ts';

/** The tools that an upstream has listed to anyone. */
export class ListedTools {
  readonly #pages = new ToolPages();
  #names: Set<string> | undefined;
  /** The definitions of the last list, as one text. */
  #definitions: string | undefined;

  /** `onChange` is told of the definitions of all tools, before agents are, whenever they differ from those before. */
  constructor(private readonly onChange: (definitions: readonly string[]) => void) {}

  /** Whether a tool exists. True while no list is known. */
  has(name: string): boolean {
    return this.#names?.has(name) ?? true;
  }

  /** Notes the answer to a request for the page at a cursor. */
  listed(answer: RawMessage, cursor: unknown, era: Era): void {
    const tools = this.#pages.take(answer, cursor, era)?.filter(({ name }) => name !== '');
    if (!tools) return;
    this.#names = new Set(tools.map(({ name }) => name));
    const definitions = tools.map(({ json }) => json);
    const text = definitions.join('\n');
    if (text === this.#definitions) return;
    this.#definitions = text;
    this.onChange(definitions);
  }

  /** Forgets which tools exist, because the list has changed. */
  changed(): void {
    this.#names = undefined;
  }
}
