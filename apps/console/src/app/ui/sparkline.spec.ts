import { TestBed } from '@angular/core/testing';

import { elementIn } from '../../testing/page.ts';
import { Sparkline } from './sparkline.ts';

describe('Sparkline', () => {
  async function drawn(values: readonly (number | null)[], label = ''): Promise<SVGElement> {
    const fixture = TestBed.createComponent(Sparkline);
    fixture.componentRef.setInput('values', values);
    fixture.componentRef.setInput('label', label);
    await fixture.whenStable();
    return elementIn(fixture, 'svg', SVGElement as never) as unknown as SVGElement;
  }
  const lineOf = (svg: SVGElement): string | null | undefined =>
    svg.querySelector('.line')?.getAttribute('d');

  it('draws values at equal distances on a scale from zero, the largest at the top', async () => {
    expect(lineOf(await drawn([0, 5, 10]))).toBe('M0 19L50 10L100 1');
    expect(lineOf(await drawn([8, 10]))).toBe('M0 4.6L100 1');
  });

  it('draws a step without a measurement as zero', async () => {
    expect(lineOf(await drawn([10, null, 10]))).toBe('M0 1L50 19L100 1');
  });

  it('draws nothing of a single value, or where all are zero', async () => {
    expect(lineOf(await drawn([7]))).toBeUndefined();
    expect(lineOf(await drawn([0, 0, 0]))).toBeUndefined();
  });

  it('is an image where it has a label, and hidden from screen readers else', async () => {
    const named = await drawn([1, 2], 'Calls over time');
    expect([named.getAttribute('role'), named.getAttribute('aria-label')]).toEqual([
      'img',
      'Calls over time',
    ]);
    expect((await drawn([1, 2])).getAttribute('aria-hidden')).toBe('true');
  });
});
