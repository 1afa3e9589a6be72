import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';
import { wireJson, withoutLineEnds } from '#contract';
import { elementsOf, findMember, replaceMember, setMember } from './json-slices.ts';

/** Length of the JSON around the id and the result of an answer. */
const ANSWER_FRAME = '{"jsonrpc":"2.0","id":,"result":}'.length;

/**
 * A JSON-RPC message in two forms: as a parsed object, and as the original text, which keeps the order of members,
 * unknown members and the exact form of numbers. The text of a new message is created on first use.
 */
export class RawMessage {
  #source: string | Buffer | (() => string);
  readonly #isMade: boolean;

  private constructor(
    readonly message: JSONRPCMessage,
    source: string | Buffer | (() => string),
    /** Whether the text is exactly the JSON of the object. */
    isMade = false,
  ) {
    this.#source = source;
    this.#isMade = isMade;
  }

  /** Creates a message from an object. Reading its text throws when the object has no JSON. */
  static of(message: JSONRPCMessage): RawMessage {
    return new RawMessage(message, () => wireJson(message), true);
  }

  /** Creates a message from a text. Throws a `SyntaxError` when the text is not JSON. */
  static parse(text: string): RawMessage {
    return new RawMessage(JSON.parse(text) as JSONRPCMessage, withoutLineEnds(text));
  }

  /**
   * The messages of a body: one message, or a batch. `body` is the result of parsing `raw`. Without `raw`, the text
   * is the JSON of the parsed object.
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

  /** The size of a member in UTF-8; undefined when the member does not exist. */
  bytesOf(...path: string[]): number | undefined {
    const isBytes = this.#source instanceof Buffer;
    const text = this.#source instanceof Buffer ? this.#source.toString('latin1') : this.text;
    const slice = findMember(text, path);
    if (!slice || isBytes) return slice && slice.end - slice.start;
    return Buffer.byteLength(text.slice(slice.start, slice.end));
  }

  /** The size of an answer's result in UTF-8; undefined when there is no result. */
  get resultBytes(): number | undefined {
    const { message } = this;
    if (!('result' in message)) return undefined;
    // When the text is the JSON of just these members, the size follows without a search.
    if (Object.keys(message).length === 3 && this.#isMade)
      return this.bytes - ANSWER_FRAME - Buffer.byteLength(wireJson(message.id));
    return this.bytesOf('result');
  }

  /** The same message with a different id. */
  withId(id: RequestId): RawMessage {
    return this.#with({ ...this.message, id }, ['id'], id);
  }

  /** The same notification with a different member in `params`, such as the id of its request. */
  withParam(name: string, value: RequestId): RawMessage {
    const { params } = this.message as { params?: object };
    const message = { ...this.message, params: { ...params, [name]: value } } as JSONRPCMessage;
    return this.#with(message, ['params', name], value);
  }

  /** The same message with a member set to a value. Every other character of its text stays. */
  withMember(path: readonly string[], value: unknown): RawMessage {
    const message = setValue(this.message, path, value) as JSONRPCMessage;
    if (this.#isMade) return RawMessage.of(message);
    return new RawMessage(message, () => setMember(this.text, path, wireJson(value)));
  }

  /** The same request with these texts in the `_meta` of its `params`. */
  withMeta(texts: Readonly<Record<string, string>>): RawMessage {
    const { params } = this.message as { params?: { _meta?: object } };
    const _meta = { ...params?._meta, ...texts };
    const message = { ...this.message, params: { ...params, _meta } } as JSONRPCMessage;
    if (this.#isMade) return RawMessage.of(message);
    const set = (json: string, [key, text]: [string, string]): string =>
      setMember(json, ['params', '_meta', key], wireJson(text));
    return new RawMessage(message, () => Object.entries(texts).reduce(set, this.text));
  }

  #with(message: JSONRPCMessage, path: string[], value: RequestId): RawMessage {
    if (this.#isMade) return RawMessage.of(message);
    return new RawMessage(message, () => replaceMember(this.text, path, wireJson(value)));
  }
}

/** A copy of an object in which the member at a path has another value. */
function setValue(object: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const members = (object ?? {}) as Record<string, unknown>;
  return { ...members, [key]: setValue(members[key], rest, value) };
}
