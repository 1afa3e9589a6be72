import { Component, effect, inject, untracked, viewChild, ViewContainerRef, type Type } from '@angular/core';
import { ActivatedRoute, type Route } from '@angular/router';

import { MissingPart } from './missing-part.ts';
import type { Part } from './part.ts';
import { PartLoad } from './part-load.ts';
import { within } from './within.ts';

interface PageData {
  readonly part: Part;
  /** Null if the file of the page could not be loaded. */
  readonly page: Type<unknown> | null;
}

/** The page of a route, or a sentence that says that it could not be loaded. */
@Component({
  selector: 'app-page',
  imports: [MissingPart],
  template: `
    <ng-container #place />
    @let state = loading.state();
    @if (state.step === 'missing') {
      <p appMissingPart [name]="name" [cause]="state.cause"></p>
    }
  `,
  styles: `
    :host {
      display: contents;
    }

    p {
      padding: var(--space-6) var(--edge);
    }
  `,
})
export class PageOutlet {
  readonly #data = inject(ActivatedRoute).snapshot.data as PageData;
  protected readonly name = this.#data.part.name;
  protected readonly loading = new PartLoad(() => this.#data.part.load());
  private readonly place = viewChild.required('place', { read: ViewContainerRef });

  constructor() {
    const { page } = this.#data;
    if (page) this.loading.take(page);
    else void this.loading.begin();
    effect(() => {
      const state = this.loading.state();
      const place = this.place();
      if (state.step === 'loaded') untracked(() => place.createComponent(state.content));
    });
  }
}

/**
 * The route of a page whose file is loaded when it is first opened. The router's own `loadComponent` would stay at the
 * former page without a word if the file could not be loaded. As there, the former page stays until the file arrives.
 */
export function pageRoute(part: Part): Pick<Route, 'component' | 'data' | 'resolve'> {
  return {
    component: PageOutlet,
    data: { part },
    resolve: { page: () => within(part.load()).catch(() => null) },
  };
}
