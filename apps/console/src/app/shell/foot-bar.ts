import { Component, computed, DestroyRef, inject, signal } from '@angular/core';
import { Router } from '@angular/router';

import { KeyBindings } from '../keys/key-bindings.ts';
import { Palette } from '../palette/palette.ts';
import { ReplayChoice } from '../picture/replay-choice.ts';
import { timeZone, TimeZoneChoice, type TimeZone } from '../time/time-zone.ts';
import { formatZone } from '../time/times.ts';
import { Icon } from '../ui/icon.ts';
import { UrlState } from '../view/url-state.ts';
import { HelpSheet } from './help-sheet.ts';
import { PAGES } from './pages.ts';

const ZONE_TEXTS: Record<TimeZone, string> = { local: `Local time, ${formatZone(Date.now())}`, utc: 'UTC' };

/** The last row of every page: the time zone, the palette and the keys. */
@Component({
  selector: 'app-foot-bar',
  imports: [HelpSheet, Icon, Palette],
  template: `
    <button
      type="button"
      class="button small plain"
      [attr.aria-label]="'Times are ' + zone() + '. Show them in ' + otherZone()"
      (click)="switchZone()"
    >
      <app-icon name="clock" />{{ zone() }}
    </button>
    <span class="room"></span>
    <button type="button" class="button small plain" (click)="finds.set(true)">Find<kbd>Ctrl K</kbd></button>
    <button type="button" class="button small plain" (click)="helps.set(true)">Keys<kbd>?</kbd></button>
    @defer (when helps()) {
      @if (helps()) {
        <app-help-sheet (closed)="helps.set(false)" />
      }
    }
    @defer (when finds()) {
      @if (finds()) {
        <app-palette (closed)="finds.set(false)" />
      }
    }
  `,
  styles: `
    :host {
      display: flex;
      gap: 0 var(--space-3);
      align-items: center;
      min-height: 1.75rem;
      padding-inline: var(--space-2);
      border-top: 1px solid var(--line);
    }

    .room {
      flex: 1;
    }

    @media (width < 40rem) {
      :host {
        flex-wrap: wrap;
      }

      kbd {
        display: none;
      }
    }
  `,
})
export class FootBar {
  readonly #zones = inject(TimeZoneChoice);
  readonly #replay = inject(ReplayChoice);

  protected readonly helps = signal(false);
  protected readonly finds = signal(false);
  protected readonly zone = computed(() => ZONE_TEXTS[timeZone()]);
  protected readonly otherZone = computed(() => ZONE_TEXTS[other(timeZone())]);

  constructor() {
    const router = inject(Router);
    const { kept } = inject(UrlState);
    inject(KeyBindings).bind(
      inject(DestroyRef),
      { keys: 'R', does: 'Replay the time that is shown', run: () => this.#replay.begin() },
      { keys: 'G L', does: 'Go live', run: () => this.#replay.leave() },
      { keys: '?', does: 'Show the keys', run: () => this.helps.set(true) },
      { keys: 'Ctrl K', does: 'Do or find anything', run: () => this.finds.set(true) },
      ...PAGES.map(({ keys, name, link }) => ({
        keys,
        does: `Go to ${name}`,
        run: () => void router.navigate([link], { queryParams: kept() }),
      })),
    );
  }

  protected switchZone(): void {
    this.#zones.choose(other(timeZone()));
  }
}

function other(zone: TimeZone): TimeZone {
  return zone === 'utc' ? 'local' : 'utc';
}
