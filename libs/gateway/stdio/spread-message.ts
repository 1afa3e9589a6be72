import { messagesOf } from './messages-of-line.ts';

/** The most characters that are put together. */
const LONGEST = 1_048_576;

/**
 * Recognizes a message that is written over several lines, as by a server that indents its JSON. MCP has each message on one
 * line, so nobody understands such a server.
 */
export class SpreadMessage {
  #text = '';

  /** Takes a line that is no message by itself. Returns whether a message ends with it that began on an earlier line. */
  isCompletedBy(line: Buffer): boolean {
    const text = line.toString().trimEnd();
    // What is indented does not begin or end a message.
    if (text.startsWith('{')) this.#text = '';
    else if (this.#text === '') return false;
    this.#text += `${text}\n`;
    if (this.#text.length > LONGEST) this.#text = '';
    if (!text.startsWith('}')) return false;
    const isMessage = messagesOf(this.#text.trim()).length > 0;
    this.#text = '';
    return isMessage;
  }
}
