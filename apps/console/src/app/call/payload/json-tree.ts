import {
  afterRenderEffect,
  Component,
  computed,
  DestroyRef,
  ElementRef,
  inject,
  input,
  linkedSignal,
  signal,
  viewChild,
} from '@angular/core';
import { LiveAnnouncer } from '@angular/cdk/a11y';

import { Clipboard } from '../../ui/clipboard.ts';
import { rowWindow } from '../../ui/rows/row-window.ts';
import { ancestorsOf, valueText, type TreeRow, type ValueTree } from './value-tree.ts';

/** The height of a row; also in json-tree.css. */
const ROW_REM = 1.5;

/**
 * A value as a tree that is expanded by click or key. Only the rows in view are rendered, and children are read when
 * their parent is expanded, so a large value opens as fast as a small one.
 */
@Component({
  selector: 'app-json-tree',
  templateUrl: './json-tree.html',
  styleUrl: './json-tree.css',
  host: { '(click)': 'press($event)' },
})
export class JsonTree {
  readonly tree = input.required<ValueTree>();
  /** The accessible name of the tree. Another tree on the page has another one. */
  readonly label = input.required<'Arguments' | 'Result'>();
  readonly #clipboard = inject(Clipboard);
  readonly #announcer = inject(LiveAnnouncer);
  private readonly viewport = viewChild.required<ElementRef<HTMLElement>>('viewport');
  readonly #size = signal({ height: 480, rem: 16 });
  readonly #offset = linkedSignal<unknown, number>({ source: this.tree, computation: () => 0 });
  readonly #opened = linkedSignal<ValueTree, ReadonlySet<string>>({
    source: this.tree,
    computation: (tree) => tree.firstOpened(),
  });
  /** The path of the active row, which keys act on. */
  readonly #active = linkedSignal<unknown, string>({ source: this.tree, computation: () => '' });
  readonly #all = computed(() => this.tree().rows(this.#opened()));
  readonly #activeAt = computed(() => {
    const path = this.#active();
    return Math.max(
      0,
      this.#all().findIndex((row) => row.path === path),
    );
  });

  protected readonly rowHeight = computed(() => this.#size().rem * ROW_REM);
  protected readonly window = computed(() =>
    rowWindow(this.#all().length, this.rowHeight(), this.#offset(), this.#size().height),
  );
  protected readonly rows = computed(() => this.#all().slice(this.window().from, this.window().to));
  /** The DOM id of the active row; null while it is out of view. */
  protected readonly activeId = computed(() => {
    const { from, to } = this.window();
    const at = this.#activeAt();
    return at >= from && at < to ? this.idOf(this.#all()[at]?.path ?? '') : null;
  });
  protected readonly valueText = valueText;

  constructor() {
    const sizes = new ResizeObserver(() => this.#measure());
    inject(DestroyRef).onDestroy(() => sizes.disconnect());
    afterRenderEffect({
      earlyRead: () => sizes.observe(this.viewport().nativeElement),
      write: () => {
        const { nativeElement } = this.viewport();
        if (nativeElement.scrollTop !== this.#offset()) nativeElement.scrollTop = this.#offset();
      },
    });
  }

  /** Expands the ancestors of the value at a path, and scrolls to it. */
  show(path: string): void {
    this.#opened.update((opened) => new Set([...opened, ...ancestorsOf(path)]));
    this.#activate(this.#all().findIndex((row) => row.path === path));
  }

  protected idOf(path: string): string {
    return `${this.label()}-${path}`;
  }

  /** The level of a row, from 1. */
  protected levelOf({ depth }: TreeRow): number {
    const [first] = this.#all();
    return depth + (first?.depth === -1 ? 2 : 1);
  }

  protected isActive({ path }: TreeRow): boolean {
    return this.idOf(path) === this.activeId();
  }

  protected followScroll(): void {
    this.#offset.set(this.viewport().nativeElement.scrollTop);
  }

  protected press({ target }: Event): void {
    const id = target instanceof Element ? target.closest('[role=treeitem]')?.id : undefined;
    const row = this.rows().find(({ path }) => this.idOf(path) === id);
    if (!row) return;
    this.#active.set(row.path);
    this.#toggle(row, !row.isOpen);
  }

  protected pressKey(event: KeyboardEvent): void {
    const at = this.#activeAt();
    const row = this.#all()[at];
    if (!row || event.altKey || event.metaKey) return;
    if (event.ctrlKey) {
      if (event.key === 'c' && !getSelection()?.toString()) this.#copy(row);
      return;
    }
    const act = this.#actionOf(event.key, row, at);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  #actionOf(key: string, row: TreeRow, at: number): (() => void) | undefined {
    const page = Math.max(1, Math.floor(this.#size().height / this.rowHeight()) - 1);
    const to: Partial<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: Infinity,
    };
    const target = to[key];
    if (target !== undefined) return () => this.#activate(target);
    if (key === 'ArrowRight') return () => (row.isOpen ? this.#activate(at + 1) : this.#toggle(row, true));
    if (key === 'ArrowLeft') return () => (row.isOpen ? this.#toggle(row, false) : this.#toParent(row));
    return key === 'Enter' || key === ' ' ? () => this.#toggle(row, !row.isOpen) : undefined;
  }

  #toParent({ path }: TreeRow): void {
    const parent = ancestorsOf(path).at(-1);
    const at = this.#all().findIndex((row) => row.path === parent);
    if (at >= 0) this.#activate(at);
  }

  #toggle({ path, kind }: TreeRow, isOpen: boolean): void {
    if (kind === 'leaf') return;
    this.#opened.update((opened) => {
      const changed = new Set(opened);
      if (isOpen) changed.add(path);
      else changed.delete(path);
      return changed;
    });
  }

  /** Makes a row the active one, and scrolls it into view. */
  #activate(place: number): void {
    const at = Math.min(Math.max(0, place), this.#all().length - 1);
    this.#active.set(this.#all()[at]?.path ?? '');
    const top = at * this.rowHeight();
    const bottom = top + this.rowHeight() - this.#size().height;
    this.#offset.update((offset) => Math.max(0, Math.min(top, Math.max(bottom, offset))));
  }

  #copy({ value }: TreeRow): void {
    const text = typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '');
    const copied = this.#clipboard.copy(text);
    void this.#announcer.announce(copied ? 'Copied' : 'Copy failed.');
  }

  #measure(): void {
    const { clientHeight } = this.viewport().nativeElement;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.#size.set({ height: clientHeight, rem });
  }
}
