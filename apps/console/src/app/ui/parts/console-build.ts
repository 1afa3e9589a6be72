import { DOCUMENT } from '@angular/common';
import { inject, Injectable } from '@angular/core';

/** How long the server has to send the page, in milliseconds. */
const DEADLINE_MS = 10_000;

/** The build of this console. Its hash is in the name of its main file. */
@Injectable({ providedIn: 'root' })
export class ConsoleBuild {
  readonly #document = inject(DOCUMENT);

  /** Whether the server has another build, and so may lack the files of this one. False if it does not answer. */
  async isOutdated(): Promise<boolean> {
    const main = this.#mainFile();
    if (!main) return false;
    try {
      const signal = AbortSignal.timeout(DEADLINE_MS);
      const response = await fetch(this.#document.baseURI, { cache: 'no-store', signal });
      return response.ok && !(await response.text()).includes(main);
    } catch {
      return false;
    }
  }

  reload(): void {
    this.#document.location.reload();
  }

  #mainFile(): string | null | undefined {
    return this.#document.querySelector('script[type=module][src]')?.getAttribute('src');
  }
}
