import { compareEventIds, type EventId } from '#contract';

import type { Requests } from '../../api/requests.ts';
import { ServerRoutes } from '../../api/routes/server-routes.ts';
import { NO_OTHERS, type AccountBoard } from '../account-board.ts';
import type { Connection } from '../connection.ts';
import type { ToHost, ToTab } from '../messages.ts';
import type { StreamFrame } from '../stream/stream-frame.ts';
import { readEvent } from './event-reader.ts';
import { LivePicture } from './live-picture.ts';
import { Repaint } from './repaint.ts';
import { SessionLister } from './session-lister.ts';
import type { Source, SourceFactory } from './source.ts';
import { Tab } from './tab.ts';

/** Milliseconds between two checks for closed tabs. */
const CHECK_MS = 10_000;
/** Milliseconds that a new host waits for the positions of the tabs, to resume after the oldest one. */
const GATHER_MS = 250;

type Watch = Extract<ToHost, { kind: 'watch' }>;

/** Sends messages to one tab, and identifies that tab. */
export type Send = (message: ToTab) => void;

/**
 * Serves all tabs of a browser: folds the events of its source, which is the one stream or a replay, and sends pictures
 * to the tabs. It serves one account at a time. It uses neither Angular nor the DOM, and does not depend on the
 * transport of the messages.
 */
export class LiveCore {
  readonly #routes: ServerRoutes;
  readonly #source: Source;
  readonly #lister: SessionLister;
  readonly #repaint = new Repaint(() => this.#paint());
  readonly #tabs = new Map<Send, Tab>();
  #picture = new LivePicture();
  #account: string | undefined;
  #connection: Connection = { phase: 'idle' };
  /** The position after which to resume, while the host waits for other tabs. */
  #gathering: { after: EventId; timer: ReturnType<typeof setTimeout> } | undefined;
  #checks: ReturnType<typeof setInterval> | undefined;

  /** `board` reports that another host of this browser serves another account, or that a tab has signed out. */
  constructor(
    requests: Requests,
    createSource: SourceFactory,
    private readonly board: AccountBoard = NO_OTHERS,
  ) {
    board.listen((account) => this.#hearOfAccount(account));
    this.#routes = new ServerRoutes(requests);
    this.#source = createSource({
      onFrame: (frame) => this.#take(frame),
      onConnection: (connection) => this.#changeConnection(connection),
    });
    this.#lister = new SessionLister((signal) => this.#routes.listSessions(signal), {
      awaitSessions: () => this.#picture.awaitSessions(),
      takeSessions: (list) => this.#painting(this.#picture.takeSessions(list)),
      goWithoutSessions: (problem) => this.#painting(this.#picture.goWithoutSessions(problem)),
    });
  }

  /** Handles a message of a tab. `send` sends answers and identifies the tab. */
  hear(message: ToHost, send: Send): void {
    if (message.kind === 'watch') return this.#watch(message, send);
    if (message.kind === 'leave') return this.#forget(send);
    const tab = this.#tabs.get(send);
    if (!tab) return send({ kind: 'introduce' });
    switch (message.kind) {
      case 'taken':
        return tab.taken(message.number, message.restMs);
      case 'visible':
        if (message.visible) this.#source.checkNow();
        return tab.show(message.visible);
      case 'retry':
        return message.byHand ? this.#source.retryNow() : this.#source.checkNow();
      case 'replay':
        return this.#source.act?.(message.act);
      case 'event':
        return void this.#sendEvent(message.request, message.id, send);
      default:
        return message satisfies never;
    }
  }

  #watch({ account, after, visible, replay }: Watch, send: Send): void {
    if (account !== this.#account) this.#changeAccount(account, send);
    this.#tabs.get(send)?.stop();
    const tab = new Tab(this.#picture, after, visible, send);
    this.#tabs.set(send, tab);
    this.#checks ??= setInterval(() => this.#check(), CHECK_MS);
    if (replay) this.#source.choose?.(replay);
    if (this.#connection.phase === 'idle' || this.#gathering) this.#start(after);
    send({ kind: 'connection', connection: this.#connection });
    tab.offer();
  }

  #changeAccount(account: string, by: Send): void {
    this.#tabs.get(by)?.stop();
    this.#tabs.delete(by);
    this.#dismissTabs();
    this.#account = account;
    this.board.tell(account);
  }

  // Tabs of the previous account must not see the new one's events. They find out who is signed in.
  #dismissTabs(): void {
    const tabs = [...this.#tabs.keys()];
    this.#clear();
    for (const send of tabs) send({ kind: 'other-account' });
  }

  /** Called when the cookie of the browser has changed or was removed. */
  #hearOfAccount(account: string | null): void {
    if (this.#account === undefined || account === this.#account) return;
    if (account === null) this.#changeConnection({ phase: 'signed-out' });
    else this.#dismissTabs();
  }

  /** Connects. If tabs have events from a previous host, waits for their positions and resumes after the oldest one. */
  #start(after: EventId | null): void {
    if (this.#gathering) {
      if (after !== null && compareEventIds(after, this.#gathering.after) < 0) this.#gathering.after = after;
    } else if (after === null) {
      this.#source.start();
    } else {
      this.#gathering = { after, timer: setTimeout(() => this.#resume(), GATHER_MS) };
      this.#changeConnection({ phase: 'connecting' });
    }
  }

  #resume(): void {
    const after = this.#gathering?.after;
    this.#gathering = undefined;
    if (after === undefined) return;
    this.#picture.continueAfter(after);
    this.#source.start(after);
  }

  #take(frame: StreamFrame): void {
    if (frame.kind === 'moment') this.#beginAnew();
    if (this.#picture.accept(frame).listSessions) this.#lister.start();
    if (frame.kind === 'event') this.#repaint.request();
    else this.#repaint.now();
  }

  #beginAnew(): void {
    this.#picture = new LivePicture();
    for (const [send, tab] of this.#tabs) this.#tabs.set(send, tab.withPicture(this.#picture));
  }

  #changeConnection(connection: Connection): void {
    this.#connection = connection;
    for (const send of this.#tabs.keys()) send({ kind: 'connection', connection });
    if (connection.phase === 'signed-out') this.#clear();
  }

  #paint(): void {
    for (const tab of this.#tabs.values()) tab.offer();
  }

  #painting<T>(result: T): T {
    this.#repaint.request();
    return result;
  }

  async #sendEvent(request: number, id: EventId, send: Send): Promise<void> {
    const picture = this.#picture;
    const event = picture.find(id);
    const answer = event ? { event } : await readEvent(this.#routes, id);
    // The account may have changed meanwhile.
    if (picture === this.#picture && this.#tabs.has(send)) send({ kind: 'event', request, answer });
  }

  #check(): void {
    for (const [send, tab] of this.#tabs) if (!tab.check()) this.#forget(send);
  }

  #forget(send: Send): void {
    this.#tabs.get(send)?.stop();
    this.#tabs.delete(send);
    if (this.#tabs.size === 0) this.#clear();
  }

  /** Disconnects, and clears tabs and state, because the next account may have other permissions. */
  #clear(): void {
    for (const tab of this.#tabs.values()) tab.stop();
    this.#tabs.clear();
    clearInterval(this.#checks);
    this.#checks = undefined;
    clearTimeout(this.#gathering?.timer);
    this.#gathering = undefined;
    this.#account = undefined;
    this.#picture = new LivePicture();
    this.#lister.stop();
    this.#source.stop();
    this.#connection = { phase: 'idle' };
  }
}
