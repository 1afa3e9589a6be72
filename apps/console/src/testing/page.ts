import type { ComponentFixture } from '@angular/core/testing';

/** The text of the first element that matches, with whitespace collapsed. Throws when there is none. */
export function textIn(fixture: ComponentFixture<unknown>, selector: string): string {
  return collapse(elementIn(fixture, selector).textContent);
}

/** The texts of all elements that match, in order. */
export function textsIn(fixture: ComponentFixture<unknown>, selector: string): string[] {
  const root = fixture.nativeElement as HTMLElement;
  return [...root.querySelectorAll(selector)].map((element) => collapse(element.textContent));
}

/** The first element that matches, if it is of the given class. Throws when there is none. */
export function elementIn<T extends HTMLElement = HTMLElement>(
  fixture: ComponentFixture<unknown>,
  selector: string,
  type: abstract new () => T = HTMLElement as unknown as abstract new () => T,
): T {
  const element = (fixture.nativeElement as HTMLElement).querySelector(selector);
  if (!(element instanceof type)) throw new Error(`No ${type.name} matches ${selector}`);
  return element;
}

function collapse(text: string | null): string {
  return (text ?? '').replace(/\s+/g, ' ').trim();
}
