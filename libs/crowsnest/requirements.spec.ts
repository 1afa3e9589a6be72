import { tooOld } from './requirements.ts';

describe('the versions that Crowsnest needs', () => {
  it.each([
    ['24.0.0', '11.1.6'],
    ['26.10.0', '12.0.0'],
    ['24.21.0', '11.2.0'],
    ['24.0.0-nightly', '13.0.0-next.1'],
  ])('include Node.js %s with NestJS %s', (node, nest) => {
    expect(tooOld({ node, nest })).toBeUndefined();
  });

  it.each([
    ['22.20.0', '12.5.1', 'Crowsnest needs Node.js 24 or newer; this application runs on 22.20.0'],
    ['24.0.0', '11.1.5', 'Crowsnest needs NestJS 11.1.6 or newer; this application has 11.1.5'],
    ['24.0.0', '10.4.20', 'Crowsnest needs NestJS 11.1.6 or newer; this application has 10.4.20'],
  ])('leave out Node.js %s with NestJS %s, in one sentence', (node, nest, sentence) => {
    expect(tooOld({ node, nest })).toContain(sentence);
  });
});
