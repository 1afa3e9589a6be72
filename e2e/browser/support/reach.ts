import type { Page } from '@playwright/test';

/** How far the page can be scrolled sideways, in pixels. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth');
}

/**
 * The controls that nobody could point at, even after scrolling to them: something cuts or covers their middle. Within
 * an open dialog, only its own can be.
 */
export function unreachable(page: Page, within: 'body' | 'dialog' = 'body'): Promise<string[]> {
  return page.evaluate<string[]>(`(${UNREACHABLE})(document.querySelector('${within}'))`);
}

const UNREACHABLE = `(scope) =>
  [...scope.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter((control) => control.checkVisibility({ visibilityProperty: true }))
    // What is shown to screen readers only, or while it has the focus.
    .filter((control) => !control.matches('.skip, .cdk-visually-hidden'))
    .filter((control) => {
      control.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
      const { left, top, width, height } = (control.closest('label') ?? control).getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      const hit = document.elementFromPoint(x, y);
      return !hit || !(control.closest('label') ?? control).contains(hit);
    })
    .map((control) => control.outerHTML.slice(0, 200))
`;
