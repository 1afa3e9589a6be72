import { Component, computed, DestroyRef, inject, input, signal } from '@angular/core';
import { Router, RouterOutlet } from '@angular/router';
import type { AdminIdentity } from '#contract';

import { failureText } from '../api/api-error.ts';
import { CallPanel } from '../call/call-panel.ts';
import { OpenCall } from '../call/open-call.ts';
import { Commands } from '../commands/commands.ts';
import { ConfirmCommand } from '../commands/confirm-command.ts';
import { FilterAlarms } from '../filter/filter-alarms.ts';
import { Identity } from '../identity/identity.ts';
import { KeyBindings } from '../keys/key-bindings.ts';
import { Palette } from '../palette/palette.ts';
import { LiveConnection } from '../picture/live-connection.ts';
import { LiveRates } from '../picture/live-rates.ts';
import { PictureTime } from '../picture/picture-time.ts';
import { ReplayChoice } from '../picture/replay-choice.ts';
import { timeZone, TimeZoneChoice, type TimeZone } from '../time/time-zone.ts';
import { ReplayBar } from '../replay/replay-bar.ts';
import { formatZone } from '../time/times.ts';
import { Icon } from '../ui/icon.ts';
import { UrlState } from '../view/url-state.ts';
import { ConnectionNotice } from './connection-notice.ts';
import { HelpSheet } from './help-sheet.ts';
import { LiveBar } from './live-bar.ts';
import { LogNotice } from './log-notice.ts';
import { PAGES } from './pages.ts';
import { StatusAnnouncer } from './status-announcer.ts';
import { TopBar } from './top-bar.ts';
import { UrlNotice } from './url-notice.ts';

const ZONE_TEXTS: Record<TimeZone, string> = { local: `Local time, ${formatZone(Date.now())}`, utc: 'UTC' };

function otherZone(): TimeZone {
  return timeZone() === 'utc' ? 'local' : 'utc';
}

/** The frame of the console for a signed-in admin. The stream is open while it exists. */
@Component({
  selector: 'app-watch-page',
  imports: [
    CallPanel,
    ConfirmCommand,
    ConnectionNotice,
    HelpSheet,
    Icon,
    LiveBar,
    LogNotice,
    Palette,
    ReplayBar,
    RouterOutlet,
    TopBar,
    UrlNotice,
  ],
  templateUrl: './watch-page.html',
  styleUrl: './watch-page.css',
  host: { '[class.replay]': 'replay.range()' },
})
export class WatchPage {
  readonly admin = input.required<AdminIdentity>();
  readonly #live = inject(LiveConnection);
  readonly #identity = inject(Identity);
  readonly #question = inject(Commands).question;
  readonly #zones = inject(TimeZoneChoice);

  protected readonly staleSince = inject(PictureTime).staleSince;
  protected readonly call = inject(OpenCall);
  protected readonly replay = inject(ReplayChoice);
  protected readonly failure = signal('');
  protected readonly helps = signal(false);
  protected readonly finds = signal(false);
  protected readonly zoneText = computed(() => ZONE_TEXTS[timeZone()]);
  protected readonly otherZoneText = computed(() => ZONE_TEXTS[otherZone()]);
  /** The open question as a list, so that `@for` creates a dialog for each question. */
  protected readonly questions = computed(() => {
    const question = this.#question();
    return question ? [question] : [];
  });

  constructor() {
    inject(StatusAnnouncer);
    // Rates need the counters of the minutes before, whichever page is open.
    inject(LiveRates);
    inject(FilterAlarms);
    this.#bindKeys();
    const state = this.#identity.state();
    if (state.step === 'signed-in') this.#live.open(state.admin);
    inject(DestroyRef).onDestroy(() => this.#live.close());
  }

  protected switchZone(): void {
    this.#zones.choose(otherZone());
  }

  protected async signOut(): Promise<void> {
    try {
      await this.#identity.signOut();
      this.#live.signOut();
    } catch (error) {
      this.failure.set(`Sign-out failed. ${failureText(error)} You are still signed in.`);
    }
  }

  #bindKeys(): void {
    const router = inject(Router);
    const { kept } = inject(UrlState);
    inject(KeyBindings).bind(
      inject(DestroyRef),
      { keys: 'R', does: 'Replay the time that is shown', run: () => this.replay.begin() },
      { keys: 'G L', does: 'Go back to live', run: () => this.replay.leave() },
      { keys: '?', does: 'Show the keys', run: () => this.helps.set(true) },
      { keys: 'Ctrl K', does: 'Do or find anything', run: () => this.finds.set(true) },
      ...PAGES.map(({ keys, name, link }) => ({
        keys,
        does: `Go to ${name}`,
        run: () => void router.navigate([link], { queryParams: kept() }),
      })),
    );
  }
}
