import { inject, Injectable } from '@angular/core';
import { Router } from '@angular/router';
import { parseFilter, printValue } from '#contract';

import { DisplayChoices } from '../display/display-choices.ts';
import { displayGroups } from '../display/display-options.ts';
import { ActiveFilter } from '../filter/active-filter.ts';
import { RecentFilters } from '../filter/recent-filters.ts';
import { SavedFilters } from '../filter/saved-filters.ts';
import { KeyBindings } from '../keys/key-bindings.ts';
import { LiveStore } from '../picture/live-store.ts';
import { formatWhen } from '../time/when.ts';
import { UrlState } from '../view/url-state.ts';

/** An action of the palette. */
export interface PaletteAction {
  /** Its name, which is searched. */
  label: string;
  /** The kind of action. */
  kind: 'Key' | 'Display' | 'Saved filter' | 'Recent filter' | 'Tool' | 'Client' | 'Session';
  /** The keys for the same action; empty for none. */
  keys: string;
  run: () => void;
}

/** Lists the actions that are available now. */
@Injectable({ providedIn: 'root' })
export class PaletteActions {
  readonly #keys = inject(KeyBindings);
  readonly #display = inject(DisplayChoices);
  readonly #filter = inject(ActiveFilter);
  readonly #saved = inject(SavedFilters);
  readonly #recent = inject(RecentFilters);
  readonly #store = inject(LiveStore);
  readonly #router = inject(Router);
  readonly #url = inject(UrlState);

  /** Returns the actions, the most likely first. */
  list(): PaletteAction[] {
    return [
      ...this.#bindings(),
      ...this.#displays(),
      ...this.#filters(),
      ...this.#tools(),
      ...this.#clients(),
      ...this.#sessions(),
    ];
  }

  #bindings(): PaletteAction[] {
    return this.#keys.bindings().map(({ keys, does, run }) => ({ label: does, kind: 'Key', keys, run }));
  }

  #displays(): PaletteAction[] {
    return displayGroups(this.#display).flatMap(({ name, options }) =>
      options.map(({ label, choose }) => ({
        label: `${name}: ${label}`,
        kind: 'Display',
        keys: '',
        run: choose,
      })),
    );
  }

  #filters(): PaletteAction[] {
    const saved = this.#saved.list().map(({ text }) => this.#filterBy(text, 'Saved filter'));
    const recent = this.#recent.texts().filter((text) => !this.#saved.has(text));
    return [...saved, ...recent.map((text) => this.#filterBy(text, 'Recent filter'))];
  }

  #tools(): PaletteAction[] {
    const names = Object.keys(this.#store.totals()?.tools ?? {});
    return names.map((name) => ({ ...this.#filterBy(`tool:${printValue(name)}`, 'Tool'), label: name }));
  }

  #clients(): PaletteAction[] {
    const names = new Set(this.#store.sessions().map(({ client }) => client.name));
    return [...names].map((name) => ({
      ...this.#filterBy(`client:${printValue(name)}`, 'Client'),
      label: name,
    }));
  }

  #sessions(): PaletteAction[] {
    return this.#store.sessions().map(({ sessionId, client, openedAt }) => ({
      label: `${client.name}, ${formatWhen(openedAt, Date.now())}`,
      kind: 'Session',
      keys: '',
      run: () => void this.#router.navigate(['/sessions', sessionId], { queryParams: this.#url.kept() }),
    }));
  }

  #filterBy(text: string, kind: PaletteAction['kind']): PaletteAction {
    return { label: text, kind, keys: '', run: () => this.#apply(text) };
  }

  #apply(text: string): void {
    const parsed = parseFilter(text);
    if ('filter' in parsed) this.#filter.apply(parsed.filter.terms);
  }
}
