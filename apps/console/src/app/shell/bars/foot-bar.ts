import { Component, computed, DestroyRef, effect, inject } from '@angular/core';
import { Router } from '@angular/router';

import { DisplayChoices } from '../../display/display-choices.ts';
import { Oversight } from '../../oversight/oversight.ts';
import { AuditorRight } from '../../identity/auditor-right.ts';
import { KeyBindings, type KeyBinding } from '../../keys/key-bindings.ts';
import { Instances } from '../../picture/instances.ts';
import { ReplayChoice } from '../../picture/replay-choice.ts';
import { Upstreams } from '../../picture/upstreams.ts';
import type { TimeZone } from '../../time/page-choices.ts';
import { formatZone } from '../../time/times.ts';
import { DialogRequests } from '../../ui/dialogs/dialog-requests.ts';
import { Icon } from '../../ui/icons/icon.ts';
import { DialogOutlet } from '../../ui/parts/dialog-outlet.ts';
import type { DialogPart } from '../../ui/parts/part.ts';
import { UrlState } from '../../view/url-state.ts';
import { ALERTS, AUDIT, INSTANCES, PAGES, UPSTREAMS, type NavigationPage } from '../pages.ts';

const ZONE_TEXTS: Record<TimeZone, string> = { local: `Local time, ${formatZone(Date.now())}`, utc: 'UTC' };

const DISPLAY: DialogPart = {
  name: 'The display choices',
  load: async () => (await import('../../display/display-dialog.ts')).DisplayDialog,
};
const PALETTE: DialogPart = {
  name: 'The search for everything',
  load: async () => (await import('../../palette/palette.ts')).Palette,
};
const HELP: DialogPart = {
  name: 'The list of keys',
  load: async () => (await import('../help/help-sheet.ts')).HelpSheet,
};

/** The last row of every page: the display choices, the palette and the keys. */
@Component({
  selector: 'app-foot-bar',
  imports: [DialogOutlet, Icon],
  template: `
    <button type="button" class="button small plain" (click)="dialogs.ask(parts.display)">
      <app-icon name="screen" />Display<span class="zone">{{ zone() }}</span>
    </button>
    <span class="room"></span>
    <button type="button" class="button small plain" (click)="dialogs.ask(parts.palette)">
      Find<kbd>Ctrl K</kbd>
    </button>
    <button type="button" class="button small plain" (click)="dialogs.ask(parts.help)">
      Keys<kbd>?</kbd>
    </button>
    @for (request of dialogs.open(); track request.number) {
      <app-dialog-part [part]="request.about" (closed)="dialogs.end(request)" />
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

    .zone {
      font-weight: 400;
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
  readonly #replay = inject(ReplayChoice);
  readonly #router = inject(Router);
  readonly #kept = inject(UrlState).kept;

  readonly #display = inject(DisplayChoices);

  protected readonly parts = { display: DISPLAY, help: HELP, palette: PALETTE };
  protected readonly dialogs = new DialogRequests<DialogPart>();
  protected readonly zone = computed(() => ZONE_TEXTS[this.#display.zone.value()]);

  constructor() {
    const [keys, owner] = [inject(KeyBindings), inject(DestroyRef)];
    keys.bind(
      owner,
      { keys: 'R', does: 'Replay the time that is shown', run: () => this.#replay.begin() },
      { keys: 'G L', does: 'Go live', run: () => this.#replay.leave() },
      { keys: 'V V', does: 'Choose how all is displayed', run: () => this.dialogs.ask(DISPLAY) },
      { keys: 'V R', does: 'Show compact or comfortable rows', run: () => this.#display.rows.next() },
      { keys: 'V T', does: 'Tell the time of day or the time passed', run: () => this.#display.times.next() },
      { keys: 'V Z', does: 'Show local times or UTC', run: () => this.#display.zone.next() },
      { keys: '?', does: 'Show the keys', run: () => this.dialogs.ask(HELP) },
      { keys: 'Ctrl K', does: 'Do or find anything', run: () => this.dialogs.ask(PALETTE) },
      ...PAGES.map((page) => this.#keyOf(page)),
    );
    this.#bindOnce(inject(Upstreams).areThere, UPSTREAMS);
    this.#bindOnce(inject(Instances).isShared, INSTANCES);
    this.#bindOnce(inject(Oversight).isHeld, ALERTS);
    this.#bindOnce(inject(AuditorRight).isHeld, AUDIT);
  }

  /** Binds the key of a page that not every console has, as soon as this one does. */
  #bindOnce(isThere: () => boolean, page: NavigationPage): void {
    const [keys, owner] = [inject(KeyBindings), inject(DestroyRef)];
    const bound = effect(() => {
      if (!isThere()) return;
      keys.bind(owner, this.#keyOf(page));
      bound.destroy();
    });
  }

  #keyOf({ keys, name, link }: NavigationPage): KeyBinding {
    const run = (): void => void this.#router.navigate([link], { queryParams: this.#kept() });
    return { keys, does: `Go to ${name}`, run };
  }
}
