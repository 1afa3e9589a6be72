import { CountedBody } from './counted-body.ts';

describe('CountedBody', () => {
  let counted: number;
  let body: CountedBody;

  beforeEach(() => {
    counted = 0;
    body = new CountedBody((bytes) => (counted += bytes));
  });

  it('counts its bytes as they arrive, until its last holder releases it', () => {
    const first = body.hold();
    body.add(10);
    body.add(5);
    const second = body.hold();
    first();
    expect(counted).toBe(15);
    second();
    expect(counted).toBe(0);
  });

  it('counts its bytes again when it is held after its release', () => {
    const first = body.hold();
    body.add(10);
    first();
    const late = body.hold();
    expect(counted).toBe(10);
    late();
    expect(counted).toBe(0);
  });
});
