import {
  Component,
  effect,
  input,
  output,
  untracked,
  viewChild,
  ViewContainerRef,
  type OnInit,
  type Type,
} from '@angular/core';

import { createPart } from './create-part.ts';
import { MissingDialog } from './missing-dialog.ts';
import type { DialogPart, LoadedDialog } from './part.ts';
import { PartLoad } from './part-load.ts';

/** Opens a dialog whose file is loaded on demand, or one that says that it could not be loaded. */
@Component({
  selector: 'app-dialog-part',
  imports: [MissingDialog],
  template: `
    <ng-container #place />
    @let state = loading.state();
    @if (state.step === 'missing') {
      <app-missing-dialog [name]="part().name" [cause]="state.cause" (closed)="closed.emit()" />
    }
  `,
})
export class DialogOutlet implements OnInit {
  readonly part = input.required<DialogPart>();
  /** The inputs of the dialog, which stay the same. */
  readonly inputs = input<Readonly<Record<string, unknown>>>({});
  readonly closed = output();
  protected readonly loading = new PartLoad(() => this.part().load());
  private readonly place = viewChild.required('place', { read: ViewContainerRef });
  private readonly missing = viewChild(MissingDialog);

  constructor() {
    effect(() => {
      const state = this.loading.state();
      const place = this.place();
      if (state.step === 'loaded') untracked(() => this.#open(place, state.content));
    });
  }

  ngOnInit(): void {
    void this.loading.begin();
  }

  #open(place: ViewContainerRef, dialog: Type<LoadedDialog>): void {
    this.missing()?.close();
    const { instance } = createPart(place, dialog, this.inputs());
    instance.closed.subscribe(() => this.closed.emit());
  }
}
