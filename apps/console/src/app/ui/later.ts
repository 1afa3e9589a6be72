import { NgComponentOutlet } from '@angular/common';
import { Component, effect, input, signal, untracked, type Type } from '@angular/core';

/** A component that is loaded when it is first shown. */
export type LatePart = () => Promise<Type<unknown>>;

/**
 * Shows a component that no visit needs at once, so that it is in no file of the first visit. It does what `@defer`
 * does on creation, without the 2 kB that the first `@defer` adds to every visit.
 */
@Component({
  selector: 'app-later',
  imports: [NgComponentOutlet],
  template: `
    @if (shown(); as part) {
      <ng-container [ngComponentOutlet]="part" [ngComponentOutletInputs]="inputs()" />
    }
    @if (failed()) {
      <p class="empty" role="alert">This part cannot be loaded. Reload the page.</p>
    }
  `,
  styles: `
    :host {
      display: contents;
    }
  `,
})
export class Later {
  readonly part = input.required<LatePart>();
  readonly inputs = input<Record<string, unknown>>({});
  protected readonly shown = signal<Type<unknown> | null>(null);
  protected readonly failed = signal(false);

  constructor() {
    effect(() => {
      const load = this.part();
      untracked(() => {
        load().then(
          (part) => this.shown.set(part),
          () => this.failed.set(true),
        );
      });
    });
  }
}
