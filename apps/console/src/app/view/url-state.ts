import { computed, DestroyRef, inject, Injectable, signal, type Signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, type Params } from '@angular/router';

import type { Parameter, ParameterFault } from './parameter.ts';

/** The parameters that links to other pages keep. */
const KEPT = ['filter', 'last', 'from', 'to', 'replay'];

/** Finds faults in what several parameters say together. */
type FaultCheck = () => readonly ParameterFault[];

/**
 * What is chosen on a page, as the query of its URL says it: filter, selection, order. The URL is the only place that
 * holds it, so that a copied link shows the same to anybody.
 */
@Injectable({ providedIn: 'root' })
export class UrlState {
  readonly #router = inject(Router);
  readonly #params = signal<Params>({});
  readonly #known = signal<readonly Parameter<unknown>[]>([]);
  readonly #checks = signal<readonly FaultCheck[]>([]);

  /** The parameters that nobody understands as they are written, and how to write them. */
  readonly faults = computed(() => [
    ...this.#known().flatMap((parameter) => faultOf(parameter, this.#textOf(parameter))),
    ...this.#checks().flatMap((check) => check()),
  ]);
  /** The query of links to other pages. */
  readonly kept = computed(() => {
    const params = this.#params();
    return Object.fromEntries(KEPT.flatMap((name) => (name in params ? [[name, params[name]]] : [])));
  });

  constructor() {
    this.#follow();
    this.#router.events.pipe(takeUntilDestroyed()).subscribe((event) => {
      if (event instanceof NavigationEnd) this.#follow();
    });
  }

  /** The value of a parameter. It is known as one of the page for as long as the owner lives. */
  value<T>(parameter: Parameter<T>, owner: DestroyRef): Signal<T> {
    this.#known.update((known) => [...known, parameter]);
    owner.onDestroy(() => {
      this.#known.update((known) => known.toSpliced(known.indexOf(parameter), 1));
    });
    return computed(() => {
      const text = this.#textOf(parameter);
      const read = text === null ? { value: parameter.absent } : parameter.read(text);
      return 'value' in read ? read.value : parameter.absent;
    });
  }

  /** Tells the faults that no parameter has alone, for as long as the owner lives. */
  check(check: FaultCheck, owner: DestroyRef): void {
    this.#checks.update((checks) => [...checks, check]);
    owner.onDestroy(() => this.#checks.update((checks) => checks.filter((one) => one !== check)));
  }

  /** Changes a parameter. A change that people would not go back from, as of each letter typed, replaces the URL. */
  set<T>(parameter: Parameter<T>, value: T, { replace = false } = {}): void {
    this.change({ [parameter.name]: parameter.write(value) }, { replace });
  }

  /** Changes several parameters at once, by their texts; null leaves one out. */
  change(texts: Readonly<Record<string, string | null>>, { replace = false } = {}): void {
    void this.#navigate(texts, replace);
  }

  /** Removes every parameter with a fault. */
  clearFaults(): void {
    void this.#navigate(Object.fromEntries(this.faults().map(({ name }) => [name, null])), true);
  }

  #navigate(queryParams: Params, replaceUrl: boolean): Promise<boolean> {
    return this.#router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl });
  }

  #follow(): void {
    this.#params.set(this.#router.parseUrl(this.#router.url).queryParams);
  }

  #textOf({ name }: { name: string }): string | null {
    const text: unknown = this.#params()[name];
    return typeof text === 'string' ? text : null;
  }
}

function faultOf(parameter: Parameter<unknown>, text: string | null): ParameterFault[] {
  const read = text === null ? undefined : parameter.read(text);
  return read && text !== null && 'problem' in read
    ? [{ name: parameter.name, text, problem: read.problem }]
    : [];
}
