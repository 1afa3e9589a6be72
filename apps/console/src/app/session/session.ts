import { Component, computed, DestroyRef, effect, inject, untracked, viewChild } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, RouterLink } from '@angular/router';
import type { SessionView } from '#contract';

import type { Call } from '../call/call.ts';
import { Commands } from '../commands/commands.ts';
import { EraseButton } from '../commands/erasure/erase-button.ts';
import type { ErasureTarget } from '../commands/erasure/erasure.ts';
import { ActiveFilter } from '../filter/active-filter.ts';
import { KeyBindings } from '../keys/key-bindings.ts';
import { CopyButton } from '../ui/copy-button.ts';
import { Icon } from '../ui/icons/icon.ts';
import { KeepFocus } from '../ui/focus/keep-focus.ts';
import { formatCount } from '../ui/numbers.ts';
import { choiceParameter } from '../view/parameter.ts';
import { UrlState } from '../view/url-state.ts';
import { SessionCalls } from './session-calls.ts';
import { SessionFacts } from './session-facts.ts';
import { SessionFigures } from './session-figures.ts';
import { ShownSession } from './shown-session.ts';
import { Waterfall } from './waterfall.ts';

/** Whether all calls or only failed ones are listed. */
const OUTCOMES = choiceParameter('outcomes', ['all', 'failed']);

/** The page of one session: its facts and figures, and its calls as a waterfall. */
@Component({
  selector: 'app-session',
  imports: [CopyButton, EraseButton, Icon, KeepFocus, RouterLink, SessionFacts, SessionFigures, Waterfall],
  providers: [SessionCalls, ShownSession],
  templateUrl: './session.html',
  styleUrl: './session.css',
})
export class Session {
  readonly #params = toSignal(inject(ActivatedRoute).paramMap);
  readonly #url = inject(UrlState);
  readonly #outcomes = this.#url.value(OUTCOMES, inject(DestroyRef));
  readonly #filter = inject(ActiveFilter);
  private readonly waterfall = viewChild(Waterfall);

  protected readonly shown = inject(ShownSession);
  protected readonly calls = inject(SessionCalls);
  protected readonly commands = inject(Commands);
  protected readonly kept = this.#url.kept;
  protected readonly id = computed(() => this.#params()?.get('id') ?? '');
  protected readonly failedOnly = computed(() => this.#outcomes() === 'failed');
  protected readonly listed = computed(() => {
    const selects = this.#filter.selects();
    return this.calls
      .calls()
      .filter((call) => !this.failedOnly() || call.end?.type === 'tool:error')
      .filter((call) => selects === null || eventsOf(call).some(selects));
  });
  protected readonly count = computed(() => {
    const [listed, all] = [this.listed().length, this.calls.calls().length];
    return listed === all ? formatCount(all) : `${formatCount(listed)} of ${formatCount(all)}`;
  });
  protected readonly address = (): string => location.href;

  constructor() {
    effect(() => {
      const id = this.id();
      untracked(() => this.shown.open(id));
    });
    inject(KeyBindings).bind(
      inject(DestroyRef),
      { keys: 'J', does: 'Show the next call', run: () => this.waterfall()?.step(1) },
      { keys: 'K', does: 'Show the call before', run: () => this.waterfall()?.step(-1) },
    );
  }

  protected showFailed(failedOnly: boolean): void {
    this.#url.set(OUTCOMES, failedOnly ? 'failed' : 'all', { replace: true });
  }

  protected erasure({ sessionId, client }: SessionView): ErasureTarget {
    return { of: 'session', sessionId, agent: client.name };
  }

  protected end(): void {
    const session = this.shown.view();
    if (session) this.commands.questions.ask({ kind: 'end-session', session });
  }
}

function eventsOf({ start, end, progress }: Call) {
  return [start, end, ...progress].filter((event) => event !== null);
}
