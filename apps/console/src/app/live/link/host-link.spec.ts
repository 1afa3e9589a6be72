import type { ToHost, ToTab } from '../messages.ts';
import type { Door } from './door.ts';
import { HostLink } from './host-link.ts';

const { jest } = import.meta;

const WATCH: ToHost = { kind: 'watch', account: 'ann', after: null, visible: true };
const LIVE: ToTab = { kind: 'connection', connection: { phase: 'connecting' } };

/** A connection that was opened: the messages of the tab, and how the host answers. */
interface Opened {
  door: string;
  said: ToHost[];
  isClosed: boolean;
  hear(message: ToTab): void;
  fail(): void;
}

describe('HostLink', () => {
  let ways: Opened[];
  let heard: ToTab[];
  let strandings: number[];
  let link: HostLink;

  const door = (name: string): Door => {
    return (hear, fail) => {
      const way: Opened = { door: name, said: [], isClosed: false, hear, fail };
      ways.push(way);
      return { send: (message) => way.said.push(message), close: () => void (way.isClosed = true) };
    };
  };
  const latest = (): Opened => {
    const way = ways.at(-1);
    if (!way) throw new Error('no connection was opened');
    return way;
  };
  const linkOver = (...doors: Door[]): HostLink =>
    new HostLink(doors, {
      introduce: () => WATCH,
      hear: (message) => heard.push(message),
      strand: (retryAt) => strandings.push(retryAt),
    });

  beforeEach(() => {
    jest.useFakeTimers();
    ways = [];
    heard = [];
    strandings = [];
    link = linkOver(door('shared'), door('leader'));
    link.open();
  });
  afterEach(() => {
    link.close();
    jest.useRealTimers();
  });

  it('introduces the tab, and passes on the messages of the host', () => {
    expect(latest()).toMatchObject({ door: 'shared', said: [WATCH] });
    latest().hear(LIVE);
    expect(heard).toEqual([LIVE]);
  });

  it('introduces the tab again if the host does not know it', () => {
    latest().hear({ kind: 'introduce' });
    expect(latest().said).toEqual([WATCH, WATCH]);
    expect(heard).toEqual([]);
  });

  it('uses the next door if a worker cannot be started', () => {
    latest().fail();
    expect(ways.map(({ door: name, isClosed }) => [name, isClosed])).toEqual([
      ['shared', true],
      ['leader', false],
    ]);
  });

  it('uses the next door if no host answers', () => {
    jest.advanceTimersByTime(10_000);
    expect(latest().door).toBe('leader');
  });

  it('uses the next door if the browser refuses the first one', () => {
    link.close();
    link = linkOver(() => {
      throw new DOMException('Refused', 'SecurityError');
    }, door('leader'));
    link.open();
    expect(latest()).toMatchObject({ door: 'leader', said: [WATCH] });
  });

  it('opens the same door again when a host that has answered stops responding or breaks', () => {
    latest().hear(LIVE);
    jest.advanceTimersByTime(70_000);
    expect(ways.map(({ door: name }) => name)).toEqual(['shared', 'shared']);
    latest().hear(LIVE);
    latest().fail();
    expect(ways.map(({ door: name }) => name)).toEqual(['shared', 'shared', 'shared']);
  });

  it('ignores a connection that it has given up', () => {
    const [first] = ways;
    first?.fail();
    first?.hear(LIVE);
    first?.fail();
    expect(heard).toEqual([]);
    expect(ways).toHaveLength(2);
  });

  it('reports that no host can be started, and starts again after a wait', () => {
    latest().fail();
    latest().fail();
    expect(strandings).toHaveLength(1);
    jest.advanceTimersByTime(1_000);
    expect(latest().door).toBe('shared');
    expect(ways).toHaveLength(3);
  });

  it('leaves the host when it is closed', () => {
    link.close();
    expect(latest().said).toEqual([WATCH, { kind: 'leave' }]);
    expect(latest().isClosed).toBe(true);
    jest.advanceTimersByTime(600_000);
    expect(ways).toHaveLength(1);
  });
});
