import { SilentInstances, SILENT_MS } from './silent-instances.ts';

const LOOK_MS = 2_500;

describe('SilentInstances', () => {
  /** Looks at regular times; `beatsAt` gives the count of the instance at each. */
  function lookUntil(
    silence: SilentInstances,
    from: number,
    to: number,
    beatsAt: (now: number) => number | undefined,
  ): string[] {
    let silent: string[] = [];
    for (let now = from; now <= to; now += LOOK_MS) silent = silence.look([['one', beatsAt(now)]], now);
    return silent;
  }

  it('finds an instance whose count has not changed for a while', () => {
    expect(lookUntil(new SilentInstances(), 0, SILENT_MS + LOOK_MS, () => 7)).toEqual(['one']);
  });

  it('finds an instance of which the broker has no sign', () => {
    expect(lookUntil(new SilentInstances(), 0, SILENT_MS + LOOK_MS, () => undefined)).toEqual(['one']);
  });

  it('finds no instance whose count changes', () => {
    expect(lookUntil(new SilentInstances(), 0, 60_000, (now) => Math.floor(now / 5_000))).toEqual([]);
  });

  it('finds no instance whose count begins again', () => {
    const silence = new SilentInstances();
    lookUntil(silence, 0, SILENT_MS - LOOK_MS, () => 7);
    expect(lookUntil(silence, SILENT_MS, SILENT_MS + LOOK_MS, () => 1)).toEqual([]);
  });

  it('begins to wait again after a time in which it could not look', () => {
    const silence = new SilentInstances();
    lookUntil(silence, 0, 5_000, () => 7);
    expect(lookUntil(silence, 60_000, 65_000, () => 7)).toEqual([]);
    expect(lookUntil(silence, 67_500, 70_000, () => 7)).toEqual(['one']);
  });
});
