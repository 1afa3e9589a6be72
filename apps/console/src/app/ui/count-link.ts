import { Component, computed, input } from '@angular/core';
import { RouterLink, type QueryParamsHandling } from '@angular/router';

/** The query of a link; null removes a parameter. */
export type CountQuery = Readonly<Record<string, string | null>>;

/** A number that leads to what it counts. Without a query it is plain: nothing shows exactly that. */
@Component({
  selector: 'app-count',
  imports: [RouterLink],
  template: `
    @if (query(); as query) {
      <a
        [routerLink]="page()"
        [queryParams]="query"
        [queryParamsHandling]="handling()"
        [attr.aria-label]="label()"
        >{{ value() }}</a
      >
    } @else {
      <ng-container>{{ value() }}</ng-container>
    }
  `,
  styles: `
    :host {
      display: contents;
    }

    a {
      /* As high as the smallest target, without moving the lines of text around it. */
      padding-block: 0.25rem;
      color: inherit;
      text-decoration: none;
    }

    /* A figure of one digit is as wide as the smallest target, and stands where it stood. */
    :host-context(.figure) a {
      padding-inline: 0.375rem;
      margin-inline: -0.375rem;
    }

    a:hover {
      text-decoration: underline;
    }
  `,
})
export class CountLink {
  readonly value = input.required<string>();
  /** What the number counts, if the value does not say it: `errors of fetch`. */
  readonly of = input.required<string>();
  readonly query = input.required<CountQuery | null>();
  readonly page = input('/');
  readonly handling = input<QueryParamsHandling>('');
  /** What the link shows. */
  readonly shows = input('them');
  /** Begins with the visible text, so that people who speak to their computer can name the link. */
  protected readonly label = computed(() => `${`${this.value()} ${this.of()}`.trim()}, show ${this.shows()}`);
}
