import { Injectable } from '@nestjs/common';
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';

/** Maximum length of the URIs that one principal subscribes to, in all of its sessions and streams together. */
const MAX_CHARACTERS = 16 * 1024 * 1024;

/** Counts how long the URIs are that are kept for subscribers: a bound of their number alone is none of their size. */
@Injectable()
export class SubscribedCharacters {
  readonly #taken = new Map<string, number>();

  /** Throws a `ProtocolError` when the principal has too many. */
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
