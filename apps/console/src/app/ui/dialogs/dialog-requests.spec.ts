import { DialogRequests, type DialogRequest } from './dialog-requests.ts';

describe('DialogRequests', () => {
  let requests: DialogRequests<string>;
  const about = (): string[] => requests.open().map((request) => request.about);

  beforeEach(() => (requests = new DialogRequests()));

  function ask(what: string): DialogRequest<string> {
    requests.ask(what);
    const [request] = requests.open();
    if (!request) throw new Error('no request is open');
    return request;
  }

  it('ends the open request', () => {
    requests.end(ask('keys'));
    expect(about()).toEqual([]);
  });

  it('keeps a newer request when an older one ends, also if both are about the same', () => {
    const older = ask('keys');
    const newer = ask('keys');
    requests.end(older);
    expect(requests.open()).toEqual([newer]);
  });

  it('gives each request a number of its own, so that each gets its own dialog', () => {
    const first = ask('keys');
    requests.withdraw();
    expect(ask('keys').number).not.toBe(first.number);
  });
});
