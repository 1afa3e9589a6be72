import { nestFault, nodeFault } from './requirements.ts';

describe('the versions that Crowsnest needs', () => {
  it.each(['24.0.0', '24.21.0', '26.10.0', '27.0.0-nightly'])('include Node.js %s', (version) => {
    expect(nodeFault(version)).toBeUndefined();
  });

  it.each(['11.1.6', '11.2.0', '12.0.1', '13.0.0-next.1'])('include NestJS %s', (version) => {
    expect(nestFault(version)).toBeUndefined();
  });

  it.each(['22.20.0', '9.0.0'])('exclude Node.js %s, with an explanation of one sentence', (version) => {
    expect(nodeFault(version)).toContain(`needs Node.js 24 or newer; this application runs on ${version} (`);
  });

  it.each(['11.1.5', '11.0.21', '10.4.20'])(
    'exclude NestJS %s, with an explanation of one sentence',
    (version) => {
      expect(nestFault(version)).toContain(`needs NestJS 11.1.6 or newer; this application has ${version}. `);
    },
  );
});
