import { DOCUMENT } from '@angular/common';
import { Component, computed, DestroyRef, effect, inject, untracked } from '@angular/core';

import { KeyBindings } from '../keys/key-bindings.ts';
import { SPEEDS, type ReplayAct, type ReplayState, type Speed } from '../live/replay-state.ts';
import { LiveConnection } from '../picture/connection/live-connection.ts';
import { ReplayChoice } from '../picture/replay-choice.ts';
import { Clock } from '../time/clock.ts';
import { formatCountdown } from '../time/countdown.ts';
import { formatFullMoment } from '../time/times.ts';
import { CopyButton } from '../ui/copy-button.ts';
import { Icon } from '../ui/icons/icon.ts';
import { nextRise } from './error-rises.ts';
import { ReplayLine } from './replay-line.ts';
import { ReplaySeries } from './replay-series.ts';

/** How long a replay has to stand before the URL has its moment, and how often it gets that of one that plays. */
const URL_MS = { standing: 300, playing: 5_000 };

/** Plays the past: its moment, its line of time, and what moves it. */
@Component({
  selector: 'app-replay-bar',
  imports: [CopyButton, Icon, ReplayLine],
  providers: [ReplaySeries],
  templateUrl: './replay-bar.html',
  styleUrl: './replay-bar.css',
  host: { role: 'region', 'aria-label': 'Replay' },
})
export class ReplayBar {
  readonly #live = inject(LiveConnection);
  readonly #document = inject(DOCUMENT);
  readonly #clock = inject(Clock);
  readonly #series = inject(ReplaySeries);
  protected readonly choice = inject(ReplayChoice);

  protected readonly state = computed<ReplayState>(() => {
    const connection = this.#live.state();
    if (connection.phase === 'replay') return connection.replay;
    const unknown = { position: null, keptFrom: null, sessionsSince: null, problem: null };
    return { at: this.choice.range()?.at ?? 0, pace: 'loading', speed: 1, ...unknown };
  });
  protected readonly plays = computed(() => this.state().pace === 'playing');
  protected readonly moment = computed(() => formatFullMoment(this.state().at));
  protected readonly pace = computed(() => PACES[this.state().pace]);
  protected readonly kept = computed(() => momentOf(this.state().keptFrom));
  protected readonly sessionsSince = computed(() => momentOf(this.state().sessionsSince));
  protected readonly problem = computed(() => {
    const { problem } = this.state();
    if (!problem) return null;
    const { cause, retryAt } = problem;
    return { cause, next: retryAt === null ? null : formatCountdown(retryAt, this.#clock.now()) };
  });
  protected readonly hasRises = computed(() => this.#series.rises().length > 0);
  protected readonly isWithoutSeries = this.#series.isMissing;
  protected readonly speeds = SPEEDS;
  protected readonly link = (): string => {
    const url = new URL(this.#document.location.href);
    url.searchParams.set('replay', new Date(Math.floor(this.state().at)).toISOString());
    return url.href;
  };

  constructor() {
    this.#bindKeys();
    this.#keepUrl();
  }

  protected act(act: ReplayAct): void {
    this.#live.act(act);
  }

  protected toggle(): void {
    const { pace, speed } = this.state();
    this.act(pace === 'playing' ? { do: 'pause' } : { do: 'play', speed });
  }

  protected choose(speed: Speed): void {
    this.act({ do: 'play', speed });
  }

  protected seekRise(): void {
    const at = nextRise(this.#series.rises(), this.state().at);
    if (at !== null) this.act({ do: 'seek', to: at });
  }

  protected retry(): void {
    this.#live.retryNow();
  }

  #bindKeys(): void {
    inject(KeyBindings).bind(
      inject(DestroyRef),
      { keys: 'Space', does: 'Play the replay, or pause it', first: true, run: () => this.toggle() },
      { keys: '.', does: 'Let the next event happen', run: () => this.act({ do: 'step', by: 1 }) },
      { keys: ',', does: 'Go back by one event', run: () => this.act({ do: 'step', by: -1 }) },
      { keys: 'M', does: 'Go to where errors rose next', run: () => this.seekRise() },
    );
  }

  /** The URL leads to where the replay is. */
  #keepUrl(): void {
    const pace = computed(() => this.state().pace);
    const reach = (): void => untracked(() => this.choice.reach(Math.floor(this.state().at)));
    effect((onCleanup) => {
      if (pace() !== 'playing') return;
      const timer = setInterval(reach, URL_MS.playing);
      onCleanup(() => clearInterval(timer));
    });
    effect((onCleanup) => {
      if (this.state().pace === 'playing' || this.state().pace === 'loading') return;
      const timer = setTimeout(reach, URL_MS.standing);
      onCleanup(() => clearTimeout(timer));
    });
  }
}

const PACES: Record<ReplayState['pace'], string> = {
  loading: 'Reading…',
  paused: 'Paused',
  playing: 'Playing',
  ended: 'End of the range',
};

function momentOf(at: number | null): string | null {
  return at === null ? null : formatFullMoment(at);
}
