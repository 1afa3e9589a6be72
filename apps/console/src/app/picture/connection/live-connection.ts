import { DestroyRef, inject, Injectable, Injector, signal } from '@angular/core';
import type { AdminIdentity, CrowsnestEvent, EventId } from '#contract';

import type { Connection } from '../../live/connection.ts';
import { HostLink, type Tenant } from '../../live/link/host-link.ts';
import type { ToHost, ToTab } from '../../live/messages.ts';
import type { ReplayAct, ReplayRange } from '../../live/replay-state.ts';
import { EventRequests } from './event-requests.ts';
import { ACCOUNT_BOARD, HOST_DOORS, REPLAY_DOORS } from './host-doors.ts';
import { LiveStore } from '../live-store.ts';
import { PageSigns } from './page-signs.ts';
import { restAfter } from './rest.ts';

/**
 * Connects this tab to a host, that of all tabs or that of a replay. Applies its pictures to the store, and exposes the
 * state of the connection.
 */
@Injectable({ providedIn: 'root' })
export class LiveConnection {
  readonly #store = inject(LiveStore);
  readonly #page = inject(PageSigns);
  readonly #injector = inject(Injector);
  readonly #state = signal<Connection>({ phase: 'idle' });
  readonly #otherAccounts = signal(0);
  readonly #tenant: Tenant = {
    introduce: () => this.#introduction(),
    hear: (message) => this.#hear(message),
    strand: (retryAt, attempt) =>
      this.#state.set({
        phase: 'waiting',
        retryAt,
        attempt,
        cause: 'The console’s worker does not start.',
        lostAt: null,
      }),
  };
  readonly #links = {
    live: new HostLink(inject(HOST_DOORS), this.#tenant),
    replay: new HostLink(inject(REPLAY_DOORS), this.#tenant),
  };
  #link = this.#links.live;
  /** The range of the replay; null while the stream is shown. */
  #replay: ReplayRange | null = null;
  readonly #events = new EventRequests((message) => this.#link.send(message));
  /** The account that watches; undefined while nobody does. */
  #account: string | undefined;

  readonly state = this.#state.asReadonly();
  /** Changes when another tab has signed in to another account, after which this tab reads its account again. */
  readonly otherAccounts = this.#otherAccounts.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.close());
    this.#page.listen({
      show: (visible) => this.#tell({ kind: 'visible', visible }),
      online: () => this.#tell({ kind: 'retry', byHand: false }),
      leave: () => this.#tell({ kind: 'leave' }),
      comeBack: () => this.#account !== undefined && this.#link.open(),
    });
  }

  /** Watches as the admin that the cookie identifies. */
  open(admin: AdminIdentity): void {
    this.close();
    this.#account = JSON.stringify([admin.name, admin.role, admin.tenantId]);
    this.#openLink();
  }

  /** Stops watching and clears the store. Other tabs continue. */
  close(): void {
    if (this.#account !== undefined) this.#link.close();
    this.#account = undefined;
    this.#events.abandon();
    this.#state.set({ phase: 'idle' });
    this.#store.clear();
  }

  /** Stops watching in all tabs, because the admin has signed out. */
  signOut(): void {
    this.#replay = null;
    this.close();
    // Otherwise the other tabs and replays would learn it only from their next request.
    this.#injector.get(ACCOUNT_BOARD).tell(null);
  }

  /** Connects at once, because the admin asked for it. */
  retryNow(): void {
    this.#tell({ kind: 'retry', byHand: true });
  }

  /** Plays a past range from a moment on; null shows the stream again. */
  play(range: ReplayRange | null): void {
    const before = this.#replay;
    this.#replay = range;
    if (this.#account === undefined || (!range && !before)) return;
    if (range && range.from === before?.from && range.to === before.to)
      return this.act({ do: 'seek', to: range.at });
    this.#link.close();
    this.#events.abandon();
    this.#store.clear();
    this.#openLink();
  }

  /** Plays, pauses or moves the replay. */
  act(act: ReplayAct): void {
    this.#tell({ kind: 'replay', act });
  }

  /** Returns the complete event of a row. Rejects with the reason if there is none. */
  wholeEvent(id: EventId): Promise<CrowsnestEvent> {
    return this.#events.ask(id);
  }

  #introduction(): ToHost {
    const watch = { kind: 'watch', account: this.#account ?? '', visible: this.#page.isVisible } as const;
    if (!this.#replay) return { ...watch, after: this.#store.position };
    const state = this.#state();
    // A restarted replay continues at its last moment.
    const { at } = state.phase === 'replay' ? state.replay : this.#replay;
    return { ...watch, after: null, replay: { ...this.#replay, at } };
  }

  #openLink(): void {
    this.#link = this.#replay ? this.#links.replay : this.#links.live;
    this.#state.set({ phase: 'connecting' });
    this.#link.open();
  }

  #tell(message: ToHost): void {
    if (this.#account !== undefined) this.#link.send(message);
  }

  #hear(message: Exclude<ToTab, { kind: 'introduce' }>): void {
    switch (message.kind) {
      case 'connection':
        this.#state.set(message.connection);
        break;
      case 'picture':
        void this.#take(message);
        break;
      case 'event':
        this.#events.answer(message.request, message.answer);
        break;
      case 'other-account':
        this.close();
        this.#otherAccounts.update((count) => count + 1);
        break;
      default:
        message satisfies never;
    }
  }

  async #take({ number, whole, anew, changes }: Extract<ToTab, { kind: 'picture' }>): Promise<void> {
    const [account, link] = [this.#account, this.#link];
    const rest = restAfter(() => this.#store.take(changes, whole, anew));
    const restMs = await rest;
    if (account === this.#account && link === this.#link) this.#tell({ kind: 'taken', number, restMs });
  }
}
