import { Component, inject, output, signal, viewChild, type ElementRef } from '@angular/core';

import { ServerClock } from '../view/server-clock.ts';
import { timeZone } from '../time/page-choices.ts';
import { formatZone } from '../time/times.ts';
import { DialogHead } from '../ui/dialogs/dialog-head.ts';
import { Icon } from '../ui/icons/icon.ts';
import { ModalDialog } from '../ui/dialogs/modal-dialog.ts';
import { SPANS, TimeScope, type Span, type TimeChoice } from '../view/time-scope.ts';
import { SPAN_TEXTS } from './choice-text.ts';
import { readRange, typedTime } from './typed-time.ts';

/** The range that the fields offer while nothing past is shown, in milliseconds. */
const OFFERED_MS = 600_000;
const MINUTE_MS = 60_000;

/** Chooses the time that is shown: live, a span up to now, or a range, which can be replayed. */
@Component({
  selector: 'app-time-dialog',
  imports: [DialogHead, Icon, ModalDialog],
  templateUrl: './time-dialog.html',
  styleUrl: './time-dialog.css',
})
export class TimeDialog {
  readonly #scope = inject(TimeScope);
  readonly #clock = inject(ServerClock);
  readonly closed = output();
  private readonly dialog = viewChild.required(ModalDialog);
  private readonly from = viewChild.required<ElementRef<HTMLInputElement>>('from');
  private readonly to = viewChild.required<ElementRef<HTMLInputElement>>('to');

  protected readonly spans = (Object.keys(SPANS) as Span[]).map((span) => ({ span, text: SPAN_TEXTS[span] }));
  protected readonly chosen = this.#scope.choice();
  protected readonly offered = offeredTexts(this.#scope, this.#clock.now());
  protected readonly zone = timeZone.value() === 'utc' ? 'UTC' : `Local time, ${formatZone(Date.now())}`;
  protected readonly fault = signal<{ end: 'from' | 'to'; problem: string } | null>(null);

  protected isChosen(span: Span): boolean {
    return this.chosen.kind === 'last' && this.chosen.span === span;
  }

  protected show(event: Event): void {
    event.preventDefault();
    const range = this.#typedRange();
    if (range) this.choose({ kind: 'range', ...range });
  }

  protected replay(): void {
    const range = this.#typedRange();
    if (range) this.choose({ kind: 'replay', ...range, at: range.from });
  }

  protected choose(choice: TimeChoice): void {
    this.#scope.choose(choice);
    this.dialog().close();
  }

  /** The range of the fields; undefined if one has a fault, which is shown and gets the focus. */
  #typedRange(): { from: number; to: number } | undefined {
    const ends = { from: this.from().nativeElement, to: this.to().nativeElement };
    const typed = readRange(ends.from.value, ends.to.value, this.#clock.now());
    if ('range' in typed) return typed.range;
    this.fault.set(typed);
    ends[typed.end].focus();
    return undefined;
  }
}

/** The range that is shown, or the last whole minutes. */
function offeredTexts(scope: TimeScope, at: number): { from: string; to: string } {
  const choice = scope.choice();
  const now = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  const { from, to } = scope.range() ?? ('from' in choice ? choice : { from: now - OFFERED_MS, to: now });
  return { from: typedTime(from), to: typedTime(to) };
}
