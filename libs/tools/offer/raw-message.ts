import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';
import { wireJson, withoutLineEnds } from '#contract';
import { elementsOf, findMember, replaceMember } from './json-slices.ts';

/** The characters of an answer that holds an id and a result, beside these two. */
const ANSWER_FRAME = '{"jsonrpc":"2.0","id":,"result":}'.length;

/**
 * A JSON-RPC message on its way: a parsed copy to look at, and its text, in which the order of members, unknown
 * members and the text of numbers are kept. The text is made when it is first asked for.
 */
export class RawMessage {
  #source: string | Buffer | (() => string);
  readonly #isMade: boolean;

  private constructor(
    readonly message: JSONRPCMessage,
    source: string | Buffer | (() => string),
    /** Whether the text is the JSON of the object, with nothing else to keep. */
    isMade = false,
  ) {
    this.#source = source;
    this.#isMade = isMade;
  }

  /** A message that exists as an object: its text is its JSON. The text throws when the object has no JSON. */
  static of(message: JSONRPCMessage): RawMessage {
    return new RawMessage(message, () => wireJson(message), true);
  }

  /** A message that exists as a text. Throws a `SyntaxError` when the text is not JSON. */
  static parse(text: string): RawMessage {
    return new RawMessage(JSON.parse(text) as JSONRPCMessage, withoutLineEnds(text));
  }

  /**
   * The messages of a body: one, or a batch. `body` is what the UTF-8 bytes of `raw` parse to. Where the bytes are
   * not at hand, the text is the JSON of the copy.
   */
  static ofBody(body: unknown, raw: Buffer | undefined): RawMessage[] {
    if (!Array.isArray(body))
      return [raw ? new RawMessage(body as JSONRPCMessage, raw) : RawMessage.of(body as JSONRPCMessage)];
    const messages = body as JSONRPCMessage[];
    if (!raw) return messages.map((message) => RawMessage.of(message));
    const slices = elementsOf(raw.toString('latin1'));
    return messages.map(
      (message, index) => new RawMessage(message, raw.subarray(slices[index]?.start, slices[index]?.end)),
    );
  }

  get text(): string {
    if (typeof this.#source === 'string') return this.#source;
    this.#source = typeof this.#source === 'function' ? this.#source() : this.#source.toString();
    return this.#source;
  }

  /** The size of the text in UTF-8. */
  get bytes(): number {
    return this.#source instanceof Buffer ? this.#source.length : Buffer.byteLength(this.text);
  }

  /** The size of a member in UTF-8; undefined when there is none. */
  bytesOf(...path: string[]): number | undefined {
    const isBytes = this.#source instanceof Buffer;
    const text = this.#source instanceof Buffer ? this.#source.toString('latin1') : this.text;
    const slice = findMember(text, path);
    if (!slice || isBytes) return slice && slice.end - slice.start;
    return Buffer.byteLength(text.slice(slice.start, slice.end));
  }

  /** The size of an answer's result in UTF-8; undefined when it has none. */
  get resultBytes(): number | undefined {
    const { message } = this;
    if (!('result' in message)) return undefined;
    // Nothing has to be searched for where the other members are known.
    if (Object.keys(message).length === 3 && this.#isMade)
      return this.bytes - ANSWER_FRAME - Buffer.byteLength(wireJson(message.id));
    return this.bytesOf('result');
  }

  /** The same message with another id. */
  withId(id: RequestId): RawMessage {
    return this.#with({ ...this.message, id }, ['id'], id);
  }

  /** The same notification with another member of its params, such as the id of the request it is about. */
  withParam(name: string, value: RequestId): RawMessage {
    const { params } = this.message as { params?: object };
    const message = { ...this.message, params: { ...params, [name]: value } } as JSONRPCMessage;
    return this.#with(message, ['params', name], value);
  }

  #with(message: JSONRPCMessage, path: string[], value: RequestId): RawMessage {
    if (this.#isMade) return RawMessage.of(message);
    return new RawMessage(message, () => replaceMember(this.text, path, wireJson(value)));
  }
}
