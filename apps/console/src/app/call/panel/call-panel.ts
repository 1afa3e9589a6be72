import { LiveAnnouncer } from '@angular/cdk/a11y';
import {
  afterNextRender,
  Component,
  computed,
  DestroyRef,
  ElementRef,
  inject,
  viewChild,
} from '@angular/core';
import type { InFlightCall } from '#contract';

import { AgentNames } from '../../agents/agent-names.ts';
import { Commands } from '../../commands/commands.ts';
import { KeyBindings } from '../../keys/key-bindings.ts';
import { formatDuration, formatRunning } from '../../time/durations.ts';
import { CopyButton } from '../../ui/copy-button.ts';
import { focusPage } from '../../ui/focus/focus-page.ts';
import { Icon } from '../../ui/icons/icon.ts';
import { KeepFocus } from '../../ui/focus/keep-focus.ts';
import { LongText } from '../../ui/long-text.ts';
import { callAsJson, callAsRequest, isRepeatable } from '../call-copies.ts';
import { CallFacts } from './call-facts.ts';
import { callLookOf } from '../call-look.ts';
import { CallOperation } from '../operation/call-operation.ts';
import { CallTimes } from '../call-times.ts';
import { CallWalk } from '../call-walk.ts';
import { Neighbours } from './neighbours.ts';
import { OpenCall } from '../open-call.ts';
import { Payload } from '../payload/payload.ts';
import { ProgressReports } from './progress-reports.ts';
import { ShownCall } from '../shown-call.ts';

/**
 * The panel of a call, beside the current page: its facts, arguments, result and commands. It takes the focus when it
 * opens and returns it when it closes.
 */
@Component({
  selector: 'app-call-panel',
  imports: [CallFacts, CopyButton, Icon, KeepFocus, LongText, Neighbours, Payload, ProgressReports],
  providers: [ShownCall, CallTimes, CallOperation],
  templateUrl: './call-panel.html',
  styleUrl: './call-panel.css',
})
export class CallPanel {
  readonly #open = inject(OpenCall);
  readonly #walk = inject(CallWalk);
  readonly #agents = inject(AgentNames);
  readonly #announcer = inject(LiveAnnouncer);
  private readonly title = viewChild.required<ElementRef<HTMLElement>>('title');

  protected readonly shown = inject(ShownCall);
  protected readonly times = inject(CallTimes);
  protected readonly commands = inject(Commands);
  protected readonly look = computed(() => {
    const [call, state] = [this.shown.call(), this.shown.state()];
    return call && state ? callLookOf(state, call.end) : null;
  });
  protected readonly duration = computed(() => {
    const ms = this.times.duration();
    if (ms === null) return '';
    return this.shown.state() === 'running' ? formatRunning(ms) : formatDuration(ms);
  });
  protected readonly error = computed(() => {
    const end = this.shown.call()?.end;
    return end?.type === 'tool:error' ? end.data : null;
  });
  protected readonly agent = computed(
    () => this.shown.session()?.client.name ?? this.#agents.nameOf(this.shown.call()?.sessionId ?? ''),
  );
  protected readonly isRepeatable = isRepeatable;
  protected readonly asJson = (): string => this.#textOf(callAsJson);
  protected readonly asRequest = (): string => this.#textOf(callAsRequest);
  protected readonly address = (): string => location.href;

  constructor() {
    const opener = document.activeElement;
    const owner = inject(DestroyRef);
    afterNextRender(() => this.title().nativeElement.focus());
    owner.onDestroy(() => giveBack(opener));
    inject(KeyBindings).bind(
      owner,
      { keys: 'Esc', does: 'Close the call', run: () => this.close() },
      { keys: 'J', does: 'Show the next call', run: () => void this.step(1) },
      { keys: 'K', does: 'Show the call before', run: () => void this.step(-1) },
    );
  }

  protected close(): void {
    this.#open.close();
  }

  protected async step(by: 1 | -1): Promise<void> {
    const call = this.shown.call();
    const from = call?.end ?? call?.start;
    if (!from) return;
    const found = await this.#walk.step(by, from).catch(() => false);
    if (!found) void this.#announcer.announce('There is no further call.', 'polite');
  }

  protected cancel(): void {
    const call = this.shown.call();
    if (!call?.start) return;
    const { callId, tool, sessionId, tenantId, start } = call;
    const running: InFlightCall = { callId, tool, sessionId, tenantId, startedAt: start.timestamp };
    this.commands.questions.ask({ kind: 'cancel-call', call: running, agent: this.agent() });
  }

  #textOf(print: typeof callAsJson): string {
    const call = this.shown.call();
    return call ? print(call) : '';
  }
}

/** Returns the focus to the element that had it before, or to the page. */
function giveBack(opener: Element | null): void {
  const isThere = opener instanceof HTMLElement && opener.isConnected && opener !== document.body;
  if (isThere) opener.focus();
  else focusPage(document);
}
