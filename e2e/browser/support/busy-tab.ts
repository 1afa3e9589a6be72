import type { Page } from '@playwright/test';

/** A tab that can be too busy to take what its host sends, however fast the machine is. */
export class BusyTab {
  private constructor(private readonly page: Page) {}

  /** Prepares a page that is yet to be opened. */
  static async prepare(page: Page): Promise<BusyTab> {
    await page.addInitScript(HOLD_ANSWERS);
    return new BusyTab(page);
  }

  /** From now on the host does not hear that the tab has taken a picture, and sends it no further one. */
  async pause(): Promise<void> {
    await this.page.evaluate('holdAnswers()');
  }

  /** The host hears what it has not heard. */
  async goOn(): Promise<void> {
    await this.page.evaluate('sendAnswers()');
  }
}

const HOLD_ANSWERS = `{
  const { postMessage } = MessagePort.prototype;
  const held = [];
  let isBusy = false;
  MessagePort.prototype.postMessage = function (message, ...options) {
    const send = () => postMessage.call(this, message, ...options);
    if (isBusy && message?.kind === 'taken') held.push(send);
    else send();
  };
  globalThis.holdAnswers = () => void (isBusy = true);
  globalThis.sendAnswers = () => {
    isBusy = false;
    for (const send of held.splice(0)) send();
  };
}`;
