import { Agent } from './agent.ts';
import type { Character } from './character.ts';
import { AccessDenied, ConnectionLost, type Answer, type Connection } from './connections/connection.ts';
import { Random } from './random.ts';

/** A fake server that records what happens and stops the agent when its script ends. */
class Stage {
  readonly noted: string[] = [];
  readonly told: string[] = [];
  readonly stopping = new AbortController();

  constructor(private readonly script: (() => Answer)[]) {}

  agent(character: Partial<Character>): Agent {
    const connect: Character['connect'] = async () => this.#connection();
    const played: Character = {
      name: 'player',
      version: '1.0.0',
      connect,
      callsPerVisit: [2, 2],
      leaves: 'with a goodbye',
      decideOnCall: () => ({ tool: 'noop', args: { query: 'x' } }),
      ...character,
    };
    return new Agent(played, {
      destination: { url: new URL('http://127.0.0.1:1/mcp'), key: undefined },
      random: new Random(1),
      pause: async () => {},
      tell: (line) => void this.told.push(line),
      stop: this.stopping.signal,
    });
  }

  #connection(): Connection {
    this.noted.push('connect');
    return {
      description: 'a fake',
      callTool: async () => {
        this.noted.push('call');
        const answer = this.script.shift();
        if (this.script.length === 0) this.stopping.abort();
        if (!answer) throw new Error('The script is over');
        return answer();
      },
      sayGoodbye: async () => void this.noted.push('goodbye'),
      vanish: async () => void this.noted.push('vanish'),
    };
  }
}

const ok = (): Answer => ({ outcome: 'ok', text: 'fine' });
const failed = (): Answer => ({ outcome: 'failed', text: 'No results for "x"' });
const lose = (): never => {
  throw new ConnectionLost('Session not found');
};

describe('Agent', () => {
  it('ends its session after its calls and connects again', async () => {
    const stage = new Stage([ok, ok, ok]);
    await stage.agent({}).live();
    expect(stage.noted).toEqual(['connect', 'call', 'call', 'goodbye', 'connect', 'call', 'goodbye']);
  });

  it('disconnects without ending its session when its character says so, except when it is stopped', async () => {
    const stage = new Stage([ok, ok, ok]);
    await stage.agent({ leaves: 'without a word' }).live();
    expect(stage.noted).toEqual(['connect', 'call', 'call', 'vanish', 'connect', 'call', 'goodbye']);
  });

  it('connects again when its session is gone', async () => {
    const stage = new Stage([ok, lose, ok]);
    await stage.agent({}).live();
    expect(stage.noted).toEqual(['connect', 'call', 'call', 'vanish', 'connect', 'call', 'goodbye']);
    expect(stage.told).toContain('lost the connection: Session not found');
  });

  it('counts its calls by outcome', async () => {
    const agent = new Stage([ok, failed, ok]).agent({});
    await agent.live();
    expect(agent.totals).toEqual({ visits: 2, calls: 3, failed: 1, cancelled: 0 });
  });

  it('waits for a server that is not running yet', async () => {
    const stage = new Stage([ok]);
    const { connect } = stage.agent({})['character'];
    let attempts = 0;
    await stage
      .agent({
        connect: async (...destination) => {
          attempts += 1;
          if (attempts < 4) throw new ConnectionLost('connect ECONNREFUSED');
          return connect(...destination);
        },
      })
      .live();
    expect(attempts).toBe(4);
    expect(stage.told.filter((line) => line.startsWith('waiting'))).toHaveLength(1);
  });

  it.each([
    ['a server that never starts', new ConnectionLost('connect ECONNREFUSED')],
    ['a server that denies it access', new AccessDenied('unauthorized')],
  ])('gives up on %s', async (_, error) => {
    const agent = new Stage([ok]).agent({ connect: () => Promise.reject(error) });
    await expect(agent.live()).rejects.toBe(error);
  });
});
