import { Injectable } from '@nestjs/common';
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';

/** Maximum total length of the URIs that one principal subscribes to, in all of its sessions and streams. */
const MAX_CHARACTERS = 16 * 1024 * 1024;

/** Counts the characters of subscribed URIs, because a limit on their number alone does not bound the memory. */
@Injectable()
export class SubscribedCharacters {
  readonly #taken = new Map<string, number>();

  /** Throws a `ProtocolError` when the principal exceeds the limit. */
  take(principalId: string, characters: number): void {
    const taken = (this.#taken.get(principalId) ?? 0) + characters;
    if (taken > MAX_CHARACTERS) {
      const message = `The URIs that an agent subscribes to may have ${MAX_CHARACTERS} characters in all: unsubscribe first`;
      throw new ProtocolError(ProtocolErrorCode.InvalidRequest, message);
    }
    this.#taken.set(principalId, taken);
  }

  giveBack(principalId: string, characters: number): void {
    const left = (this.#taken.get(principalId) ?? 0) - characters;
    if (left > 0) this.#taken.set(principalId, left);
    else this.#taken.delete(principalId);
  }
}
