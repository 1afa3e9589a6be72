import { computed, DestroyRef, inject, Injectable, signal, type Signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, type Params } from '@angular/router';

import type { Parameter, ParameterFault } from './parameter.ts';

/** The parameters that links to other pages keep. */
const KEPT = ['filter', 'last', 'from', 'to', 'replay'];

/** Finds faults in the combination of several parameters. */
type FaultCheck = () => readonly ParameterFault[];

/**
 * The choices on a page, such as filter, selection and order. Only the query of the URL holds them, so a copied link
 * shows the same page to anybody.
 */
@Injectable({ providedIn: 'root' })
export class UrlState {
  readonly #router = inject(Router);
  readonly #params = signal<Params>({});
  readonly #known = signal<readonly Parameter<unknown>[]>([]);
  readonly #checks = signal<readonly FaultCheck[]>([]);

  /** The invalid parameters, with explanations. */
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

  /** Returns the value of a parameter. The parameter is known until the owner is destroyed. */
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

  /** Adds a check for the combination of parameters, until the owner is destroyed. */
  check(check: FaultCheck, owner: DestroyRef): void {
    this.#checks.update((checks) => [...checks, check]);
    owner.onDestroy(() => this.#checks.update((checks) => checks.filter((one) => one !== check)));
  }

  /** Changes a parameter. `replace` replaces the history entry, for changes that Back should not undo one by one. */
  set<T>(parameter: Parameter<T>, value: T, { replace = false } = {}): void {
    this.change({ [parameter.name]: parameter.write(value) }, { replace });
  }

  /** Changes several parameters at once, by their texts; null removes one. */
  change(texts: Readonly<Record<string, string | null>>, { replace = false } = {}): void {
    void this.#navigate(texts, replace);
  }

  /** Removes every invalid parameter. */
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
