import { Injectable } from '@nestjs/common';
import type { CrowsnestEvent } from '#contract';
import { SessionDirectory } from '../session-directory.ts';

/** Milliseconds within which the log must tell of a session that another instance has opened just now. */
const READ_BACK_MS = 700;

/** Knows which sessions of other instances are open according to the log. */
@Injectable()
export class OpenedSessions {
  readonly #waiting = new Map<string, PromiseWithResolvers<boolean>>();

  constructor(private readonly directory: SessionDirectory) {
    directory.onFolded((event) => this.#fold(event));
  }

  /** Whether a session is open. If the log does not know it, it has a moment to tell of it. */
  async isOpen(sessionId: string): Promise<boolean> {
    const record = this.directory.findRecord(sessionId);
    if (record) return record.state === 'open';
    // A session that has ended and is not listed any more.
    if (this.directory.findSession(sessionId)) return false;
    const wait = this.#waiting.get(sessionId) ?? Promise.withResolvers<boolean>();
    this.#waiting.set(sessionId, wait);
    const timer = setTimeout(() => this.#resolve(sessionId, false), READ_BACK_MS).unref();
    try {
      return await wait.promise;
    } finally {
      clearTimeout(timer);
    }
  }

  #fold({ type, sessionId }: CrowsnestEvent): void {
    if (this.#waiting.size > 0 && type === 'session:open') this.#resolve(sessionId, true);
  }

  #resolve(sessionId: string, isOpen: boolean): void {
    this.#waiting.get(sessionId)?.resolve(isOpen);
    this.#waiting.delete(sessionId);
  }
}
