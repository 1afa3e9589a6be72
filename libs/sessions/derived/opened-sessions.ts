import { Inject, Injectable } from '@nestjs/common';
import type { CrowsnestEvent } from '#contract';
import { SessionDirectory } from '../session-directory.ts';
import { AGREEMENT_BOUNDS, type AgreementBounds } from './agreement-bounds.ts';

/** Knows which sessions of other instances are open according to the log. */
@Injectable()
export class OpenedSessions {
  readonly #waiting = new Map<string, PromiseWithResolvers<void>>();

  constructor(
    private readonly directory: SessionDirectory,
    @Inject(AGREEMENT_BOUNDS) private readonly bounds: AgreementBounds,
  ) {
    directory.onFolded((event) => this.#fold(event));
  }

  /** Whether a session is open. If the log does not know it, it has a moment to tell of it. */
  async isOpen(sessionId: string): Promise<boolean> {
    if (this.directory.findRecord(sessionId)) return this.#isListedOpen(sessionId);
    // A session that has ended and is not listed any more.
    if (this.directory.findSession(sessionId)) return false;
    const wait = this.#waiting.get(sessionId) ?? Promise.withResolvers<void>();
    this.#waiting.set(sessionId, wait);
    const timer = setTimeout(() => this.#resolve(sessionId), this.bounds.readBackMs).unref();
    try {
      await wait.promise;
    } finally {
      clearTimeout(timer);
    }
    // It may have ended in the same batch.
    return this.#isListedOpen(sessionId);
  }

  #isListedOpen(sessionId: string): boolean {
    return this.directory.findRecord(sessionId)?.state === 'open';
  }

  #fold({ type, sessionId }: CrowsnestEvent): void {
    if (this.#waiting.size > 0 && type === 'session:open') this.#resolve(sessionId);
  }

  #resolve(sessionId: string): void {
    this.#waiting.get(sessionId)?.resolve();
    this.#waiting.delete(sessionId);
  }
}
