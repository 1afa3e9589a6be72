import { Component, computed, input, linkedSignal, viewChild } from '@angular/core';
import type { PayloadFate, TruncatedPayload } from '#contract';

import { CopyButton } from '../../ui/copy-button.ts';
import { formatBytes, formatCount } from '../../ui/numbers.ts';
import { JsonTree } from './json-tree.ts';
import { ValueTree } from './value-tree.ts';

/** Maximum number of search results. */
const FOUND = 1_000;

/**
 * The arguments or the result of a call: the value as a tree, its beginning if it was cut, or the reason why it is
 * missing.
 */
@Component({
  selector: 'app-payload',
  imports: [CopyButton, JsonTree],
  templateUrl: './payload.html',
  styleUrl: './payload.css',
})
export class Payload {
  /** `arguments` or `result`. */
  readonly name = input.required<'arguments' | 'result'>();
  /** The value; undefined if it was not stored. */
  readonly value = input.required<unknown>();
  /** Its size as JSON, in bytes; undefined if unknown. */
  readonly bytes = input.required<number | undefined>();
  /** What has become of it, if it was stored and is not shown. */
  readonly fate = input<PayloadFate>();
  private readonly shownTree = viewChild(JsonTree);

  protected readonly cut = computed(() => {
    const value = this.value();
    return isTruncated(value) ? value : null;
  });
  protected readonly shown = computed(() => this.cut()?.preview ?? this.value());
  protected readonly isKept = computed(() => this.value() !== undefined);
  protected readonly tree = computed(() => new ValueTree(this.shown()));
  protected readonly size = computed(() => {
    const bytes = this.bytes();
    return bytes === undefined ? '' : formatBytes(bytes);
  });
  protected readonly text = linkedSignal({ source: this.shown, computation: () => '' });
  protected readonly found = computed(() => (this.text() === '' ? [] : this.tree().find(this.text(), FOUND)));
  /** The index of the shown search result; -1 for none. */
  readonly #at = linkedSignal({ source: this.found, computation: () => -1 });
  protected readonly outcome = computed(() => {
    const count = this.found().length;
    if (this.text() === '') return '';
    if (count === 0) return 'not found';
    const of = count === FOUND ? `${formatCount(count)} or more` : formatCount(count);
    return this.#at() < 0 ? `${of} found` : `${formatCount(this.#at() + 1)} of ${of}`;
  });
  protected readonly formatBytes = formatBytes;

  /** Shows the next search result, or the previous one. */
  protected find(submitted: Event, by: number): void {
    submitted.preventDefault();
    const count = this.found().length;
    if (count === 0) return;
    this.#at.update((at) => (Math.max(at, by > 0 ? -1 : 0) + by + count) % count);
    this.shownTree()?.show(this.found()[this.#at()] ?? '');
  }

  protected readonly copied = (): string => {
    const shown = this.shown();
    return typeof shown === 'string' ? shown : (JSON.stringify(shown, null, 2) ?? '');
  };
}

function isTruncated(value: unknown): value is TruncatedPayload {
  const payload = (value ?? {}) as Partial<TruncatedPayload>;
  return payload.truncated === true && typeof payload.preview === 'string';
}
