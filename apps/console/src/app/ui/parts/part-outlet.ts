import { Component, effect, input, untracked, viewChild, ViewContainerRef, type OnInit } from '@angular/core';

import { MissingPart } from './missing-part.ts';
import type { Part } from './part.ts';
import { createPart } from './create-part.ts';
import { PartLoad } from './part-load.ts';

/** The place of a part: shows its content while the part is being loaded, or says that it could not be loaded. */
@Component({
  selector: 'app-part',
  imports: [MissingPart],
  template: `
    <ng-container #place />
    @let state = loading.state();
    @switch (state.step) {
      @case ('loading') {
        <ng-content />
      }
      @case ('missing') {
        <p appMissingPart [name]="part().name" [cause]="state.cause"></p>
      }
    }
  `,
  styles: `
    :host {
      display: contents;
    }
  `,
})
export class PartOutlet implements OnInit {
  readonly part = input.required<Part>();
  /** The inputs of the content, which stay the same. */
  readonly inputs = input<Readonly<Record<string, unknown>>>({});
  protected readonly loading = new PartLoad(() => this.part().load());
  private readonly place = viewChild.required('place', { read: ViewContainerRef });

  constructor() {
    effect(() => {
      const state = this.loading.state();
      const place = this.place();
      if (state.step === 'loaded') untracked(() => createPart(place, state.content, this.inputs()));
    });
  }

  ngOnInit(): void {
    void this.loading.begin();
  }
}
