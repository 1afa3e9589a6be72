import { Turns } from './turns.ts';

describe('Turns', () => {
  it('lets two runs alternate, and lets the second continue alone once the first has ended', async () => {
    const turns = new Turns();
    const steps: string[] = [];
    const run = async (name: string, count: number): Promise<void> => {
      await turns.take();
      for (let step = 1; step <= count; step += 1) {
        steps.push(`${name}${step}`);
        await turns.handOver();
      }
      turns.pass();
    };
    await Promise.all([run('a', 2), run('b', 4)]);
    expect(steps).toEqual(['a1', 'b1', 'a2', 'b2', 'b3', 'b4']);
  });
});
