import { Component, DestroyRef, effect, inject, input, signal, untracked } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import type { AdminIdentity } from '#contract';

import { failureText } from '../api/api-error.ts';
import { OpenCall } from '../call/open-call.ts';
import { Commands } from '../commands/commands.ts';
import { AlarmPart } from '../filter/alarm-part.ts';
import { Identity } from '../identity/identity.ts';
import { LiveConnection } from '../picture/connection/live-connection.ts';
import { LiveRates } from '../picture/rates/live-rates.ts';
import { PictureTime } from '../picture/picture-time.ts';
import { ReplayChoice } from '../picture/replay-choice.ts';
import { KeepFocus } from '../ui/focus/keep-focus.ts';
import { DialogOutlet } from '../ui/parts/dialog-outlet.ts';
import { MissingParts } from '../ui/parts/missing-parts.ts';
import { PartOutlet } from '../ui/parts/part-outlet.ts';
import type { DialogPart, Part } from '../ui/parts/part.ts';
import { ConnectionNotice } from './notices/connection-notice.ts';
import { FootBar } from './bars/foot-bar.ts';
import { LiveBar } from './bars/live-bar.ts';
import { LogNotice } from './notices/log-notice.ts';
import { StatusAnnouncer } from './attention/status-announcer.ts';
import { TopBar } from './bars/top-bar.ts';
import { UrlNotice } from './notices/url-notice.ts';

const CALL_PANEL: Part = {
  name: 'The panel of the call',
  load: async () => (await import('../call/panel/call-panel.ts')).CallPanel,
};
const REPLAY_BAR: Part = {
  name: 'The controls of the replay',
  load: async () => (await import('../replay/replay-bar.ts')).ReplayBar,
};

const CONFIRM: DialogPart = {
  name: 'The confirmation',
  load: async () => (await import('../commands/confirm-command.ts')).ConfirmCommand,
};

/** The layout of the console for a signed-in admin. The stream is open while it exists. */
@Component({
  selector: 'app-watch-page',
  imports: [
    ConnectionNotice,
    DialogOutlet,
    FootBar,
    KeepFocus,
    LiveBar,
    LogNotice,
    PartOutlet,
    RouterOutlet,
    TopBar,
    UrlNotice,
  ],
  templateUrl: './watch-page.html',
  styleUrl: './watch-page.css',
  host: { '[class.replay]': 'replay.range()', '[class.covered]': 'call.isOpen()' },
})
export class WatchPage {
  readonly admin = input.required<AdminIdentity>();
  readonly #live = inject(LiveConnection);
  readonly #identity = inject(Identity);

  protected readonly commands = inject(Commands);
  protected readonly staleSince = inject(PictureTime).staleSince;
  protected readonly call = inject(OpenCall);
  protected readonly replay = inject(ReplayChoice);
  protected readonly failure = signal('');
  protected readonly parts = { callPanel: CALL_PANEL, confirm: CONFIRM, replayBar: REPLAY_BAR };

  constructor() {
    inject(StatusAnnouncer);
    // Starts sampling, because rates need the counters of the last minutes on any page.
    inject(LiveRates);
    inject(AlarmPart);
    const state = this.#identity.state();
    if (state.step === 'signed-in') this.#live.open(state.admin);
    inject(DestroyRef).onDestroy(() => {
      this.#live.close();
      // The next admin is not asked.
      this.commands.questions.withdraw();
    });
    const missing = inject(MissingParts);
    effect(() => {
      if (this.#live.state().phase === 'live') untracked(() => missing.tryAgain());
    });
  }

  protected async signOut(): Promise<void> {
    try {
      await this.#identity.signOut(this.admin());
      this.#live.signOut();
    } catch (error) {
      this.failure.set(`Sign-out failed. ${failureText(error)} You are still signed in.`);
    }
  }
}
