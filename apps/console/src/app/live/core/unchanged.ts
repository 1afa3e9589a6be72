/** Returns the previous object if all members are equal, so that a comparison by reference finds no change. */
export function unchanged<T extends object>(former: T | undefined | null, next: T): T {
  if (!former) return next;
  const keys = Object.keys(next) as (keyof T)[];
  const isSame = keys.length === Object.keys(former).length && keys.every((key) => former[key] === next[key]);
  return isSame ? former : next;
}
