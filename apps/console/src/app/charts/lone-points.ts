/** Returns the places of values without a neighbour, which no line connects to anything. */
export function lonePoints(values: readonly (number | null | undefined)[]): number[] {
  const isMissing = (place: number): boolean => (values[place] ?? null) === null;
  return [...values.keys()].filter(
    (place) => !isMissing(place) && isMissing(place - 1) && isMissing(place + 1),
  );
}
