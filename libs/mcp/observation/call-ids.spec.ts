import { CallIds } from './call-ids.ts';

describe('CallIds', () => {
  it('are UUIDs, each of them once, in this process and beside another', () => {
    const processes = [new CallIds(), new CallIds()];
    const ids = processes.flatMap((one) => Array.from({ length: 5_000 }, () => one.next()));
    for (const id of ids)
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
