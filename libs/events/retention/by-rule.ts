/**
 * Returns one thing for each rule. It is the one that the rule had before, if any, because that knows how far it has come;
 * what is new is made.
 */
export function byRule<R, T>(
  before: ReadonlyMap<string, T>,
  rules: readonly R[],
  make: (rule: R) => T,
): ReadonlyMap<string, T> {
  return new Map(
    rules.map((rule) => {
      const key = JSON.stringify(rule);
      return [key, before.get(key) ?? make(rule)];
    }),
  );
}
