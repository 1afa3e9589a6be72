import type { ComponentRef, Type, ViewContainerRef } from '@angular/core';

/** Creates the component of a part in its place, with inputs that stay the same. */
export function createPart<T>(
  place: ViewContainerRef,
  part: Type<T>,
  inputs: Readonly<Record<string, unknown>>,
): ComponentRef<T> {
  const created = place.createComponent(part);
  for (const [name, value] of Object.entries(inputs)) created.setInput(name, value);
  return created;
}
