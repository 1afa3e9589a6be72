import type { ComponentFixture } from '@angular/core/testing';

/** Returns the text of the first matching element, with whitespace collapsed. Throws if there is none. */
export function textIn(fixture: ComponentFixture<unknown>, selector: string): string {
  return collapse(elementIn(fixture, selector).textContent);
}

/** Returns the texts of all matching elements, in order. */
export function textsIn(fixture: ComponentFixture<unknown>, selector: string): string[] {
  const root = fixture.nativeElement as HTMLElement;
  return [...root.querySelectorAll(selector)].map((element) => collapse(element.textContent));
}

/** Returns the first matching element. Throws if there is none of the given class. */
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
