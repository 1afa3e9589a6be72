import { Component, computed, DestroyRef, ElementRef, inject, viewChild } from '@angular/core';

import { KeyBindings } from '../keys/key-bindings.ts';
import { Clock } from '../time/clock.ts';
import { formatTime } from '../time/times.ts';
import { DialogRequests } from '../ui/dialogs/dialog-requests.ts';
import { Icon } from '../ui/icons/icon.ts';
import { DialogOutlet } from '../ui/parts/dialog-outlet.ts';
import type { DialogPart } from '../ui/parts/part.ts';
import { TimeScope } from '../view/time-scope.ts';
import { choiceText } from './choice-text.ts';

const TIME: DialogPart = {
  name: 'The choice of the time',
  load: async () => (await import('./time-dialog.ts')).TimeDialog,
};

/** The time that is shown, and the way to another one. */
@Component({
  selector: 'app-time-control',
  imports: [DialogOutlet, Icon],
  template: `
    <button
      #open
      type="button"
      class="button choice"
      aria-haspopup="dialog"
      [attr.aria-label]="'Time: ' + text()"
      (click)="dialogs.ask()"
    >
      <app-icon name="clock" /><span class="cut">{{ text() }}</span
      ><kbd>T</kbd>
    </button>
    @if (scope.choice().kind === 'last') {
      <button type="button" class="button" (click)="scope.reload()">
        <app-icon name="retry" />Reload <span class="soft">as of {{ lookedAt() }}</span>
      </button>
    }
    @if (scope.choice().kind !== 'live') {
      <button type="button" class="button" (click)="goLive()"><app-icon name="play" />Go live</button>
    }
    @for (request of dialogs.open(); track request.number) {
      <app-dialog-part [part]="dialog" (closed)="dialogs.end(request)" />
    }
  `,
  styles: `
    :host {
      display: inline-flex;
      flex-wrap: wrap;
      gap: var(--space-2);
      min-width: 0;
    }

    .choice {
      min-width: 0;
      max-width: 100%;
    }

    @media (width < 40rem) {
      kbd {
        display: none;
      }
    }

    .cut,
    .soft {
      font-variant-numeric: tabular-nums;
    }
  `,
})
export class TimeControl {
  readonly #clock = inject(Clock);
  private readonly button = viewChild.required<ElementRef<HTMLElement>>('open');
  protected readonly scope = inject(TimeScope);
  protected readonly dialogs = new DialogRequests();
  protected readonly dialog = TIME;
  protected readonly text = computed(() => choiceText(this.scope.choice(), this.#clock.second()));
  protected readonly lookedAt = computed(() => formatTime(this.scope.range()?.to ?? 0));

  constructor() {
    inject(KeyBindings).bind(inject(DestroyRef), {
      keys: 'T',
      does: 'Choose the time',
      run: () => this.dialogs.ask(),
    });
  }

  protected goLive(): void {
    // The button that was pressed goes.
    this.button().nativeElement.focus();
    this.scope.choose({ kind: 'live' });
  }
}
