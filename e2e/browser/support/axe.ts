import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';

const OPTIONS = {
  runOnly: {
    type: 'tag',
    values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  },
  // The details of what is in order take most of the time.
  resultTypes: ['violations'],
};

// A color on its way to another one is neither: changes of style end at once. A target that the edge of a list cuts
// counts as covered, however far it can be scrolled: `unreachable` looks for what stays covered.
const RUN = `
  for (const change of document.getAnimations()) if (change instanceof CSSTransition) change.finish();
  var isCut = ({ any }) => any.some(({ data }) => data?.messageKey === 'partiallyObscured');
  axe.run(document, ${JSON.stringify(OPTIONS)}).then(({ violations, passes }) => ({
    passed: passes.length,
    found: violations.flatMap(({ id, nodes }) =>
      nodes.filter((node) => !isCut(node)).map(({ html }) => id + ': ' + html)),
  }))
`;

const LOOKS = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  'forced colors': { colorScheme: 'dark', forcedColors: 'active' },
} as const;

/** The violations that axe finds on a page in its current state. */
export async function findings(page: Page): Promise<string[]> {
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe.source);
  const { passed, found } = await page.evaluate<{ passed: number; found: string[] }>(RUN);
  expect(passed).toBeGreaterThan(10);
  return found;
}

/** Expects that axe finds nothing on a page in its current state, in light, in dark and with forced colors. */
export async function expectNoFindings(page: Page, state: string): Promise<void> {
  for (const [look, media] of Object.entries(LOOKS)) {
    await page.emulateMedia(media);
    // The other states are looked at all the same.
    expect.soft(await findings(page), `${state}, ${look}`).toEqual([]);
  }
}
