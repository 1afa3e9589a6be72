import { inject, Injectable, computed } from '@angular/core';
import { callPaceOf, countedNameOf, type CallPace } from '#contract';

import { LiveStore } from '../picture/live-store.ts';
import { PictureTime } from '../picture/picture-time.ts';
import { beginOf } from './call.ts';
import { ShownCall } from './shown-call.ts';

/** The duration of the open call, and the usual duration of its tool. Times are in milliseconds. */
@Injectable()
export class CallTimes {
  readonly #store = inject(LiveStore);
  readonly #time = inject(PictureTime);
  readonly #shown = inject(ShownCall);

  /** When the call began; null without a call. */
  readonly begin = computed(() => {
    const call = this.#shown.call();
    return call && beginOf(call);
  });
  /** How long the call took, or has been running; null if unknown. */
  readonly duration = computed(() => {
    const [call, begin] = [this.#shown.call(), this.begin()];
    if (call?.end) return call.end.data.durationMs;
    return this.#shown.state() === 'running' && begin !== null ? Math.max(0, this.#time.now() - begin) : null;
  });
  /** The last known p99 of its tool; null if no call has succeeded yet. */
  readonly p99 = computed(() => {
    const call = this.#shown.call();
    const tool = call && countedNameOf({ tool: call.tool, ...call.start?.data });
    return (tool === null ? undefined : this.#store.totals()?.tools[tool]?.lastP99LatencyMs) ?? null;
  });
  /** Whether the call runs longer than usual; `usual` once it has ended. */
  readonly pace = computed<CallPace>(() => {
    const totals = this.#store.totals();
    const age = this.duration();
    if (!totals || age === null || this.#shown.state() !== 'running') return 'usual';
    return callPaceOf(age, this.p99(), totals.stuckMs);
  });
}
