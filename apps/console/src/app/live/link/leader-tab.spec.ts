import type { ChannelMessage } from '../host/channel-messages.ts';
import type { ToTab } from '../messages.ts';
import { openLeaderTab } from './leader-tab.ts';

/** A channel that delivers messages at once. */
class FakeChannel extends EventTarget {
  static readonly open = new Set<FakeChannel>();

  constructor(readonly name: string) {
    super();
    FakeChannel.open.add(this);
  }

  postMessage(data: ChannelMessage): void {
    for (const other of FakeChannel.open)
      if (other !== this && other.name === this.name)
        other.dispatchEvent(new MessageEvent('message', { data }));
  }

  close(): void {
    FakeChannel.open.delete(this);
  }
}

/** The worker of the leading tab. */
class FakeWorker extends EventTarget {
  static readonly running = new Set<FakeWorker>();
  readonly name: string;

  constructor(_: URL, options: WorkerOptions) {
    super();
    this.name = options.name ?? '';
    FakeWorker.running.add(this);
  }

  terminate(): void {
    FakeWorker.running.delete(this);
  }
}

/** One lock, for one holder after another. */
class FakeLocks {
  #last: Promise<unknown> = Promise.resolve();

  request(_: string, { signal }: { signal: AbortSignal }, hold: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(() => {
      signal.throwIfAborted();
      return hold();
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

describe('openLeaderTab', () => {
  const heard: ToTab[] = [];
  const failures: string[] = [];

  beforeEach(() => {
    heard.length = 0;
    failures.length = 0;
    FakeChannel.open.clear();
    FakeWorker.running.clear();
    Object.assign(globalThis, { BroadcastChannel: FakeChannel, Worker: FakeWorker });
    Object.defineProperty(navigator, 'locks', { value: new FakeLocks(), configurable: true });
  });

  const open = (name = 'tab') =>
    openLeaderTab(
      (message) => heard.push(message),
      () => failures.push(name),
    );
  const leaders = (): FakeWorker[] => [...FakeWorker.running];
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

  it('starts one worker for all tabs, with the name of their channel', async () => {
    open();
    open();
    await settle();
    expect(leaders()).toHaveLength(1);
    expect(new Set([...FakeChannel.open].map(({ name }) => name))).toEqual(new Set([leaders()[0]?.name]));
  });

  it('lets the next tab lead when the first one leaves', async () => {
    const first = open('first');
    open('second');
    await settle();
    const [before] = leaders();
    first.close();
    await settle();
    expect(leaders()).toHaveLength(1);
    expect(leaders()[0]).not.toBe(before);
  });

  it('does not lead after it has closed', async () => {
    const first = open();
    const second = open();
    await settle();
    second.close();
    first.close();
    await settle();
    expect(leaders()).toEqual([]);
  });

  it('runs its own worker in a browser without locks', async () => {
    Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });
    open();
    open();
    await settle();
    expect(leaders()).toHaveLength(2);
    expect(new Set(leaders().map(({ name }) => name)).size).toBe(2);
  });

  it('receives only messages for this tab or for all tabs', async () => {
    const way = open();
    const host = new FakeChannel([...FakeChannel.open][0]?.name ?? '');
    const asked: ChannelMessage[] = [];
    host.addEventListener('message', (event) => asked.push((event as MessageEvent<ChannelMessage>).data));
    way.send({ kind: 'leave' });
    const [question] = asked;
    if (question?.to !== 'host') throw new Error('the host received no message');
    host.postMessage({ to: 'tab', tab: question.from, message: { kind: 'other-account' } });
    host.postMessage({ to: 'tab', tab: null, message: { kind: 'introduce' } });
    host.postMessage({ to: 'tab', tab: 'another', message: { kind: 'other-account' } });
    expect(heard).toEqual([{ kind: 'other-account' }, { kind: 'introduce' }]);
  });

  it('reports that its worker cannot be started', async () => {
    open('first');
    await settle();
    leaders()[0]?.dispatchEvent(new Event('error'));
    expect(failures).toEqual(['first']);
  });
});
