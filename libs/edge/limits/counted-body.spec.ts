import { CountedBody } from './counted-body.ts';

describe('CountedBody', () => {
  let counted: number;
  let body: CountedBody;

  beforeEach(() => {
    counted = 0;
    body = new CountedBody((bytes) => (counted += bytes));
  });

  it('is counted as it arrives, until its last holder lets it go', () => {
    const first = body.hold();
    body.add(10);
    body.add(5);
    const second = body.hold();
    first();
    expect(counted).toBe(15);
    second();
    expect(counted).toBe(0);
  });

  it('is counted again when it is held after everybody let it go', () => {
    const first = body.hold();
    body.add(10);
    first();
    const late = body.hold();
    expect(counted).toBe(10);
    late();
    expect(counted).toBe(0);
  });
});
