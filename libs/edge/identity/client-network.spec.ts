import type { Request } from 'express';
import { clientAddressOf, clientNetworkOf, networkOf } from './client-network.ts';

describe('networkOf', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['2001:DB8:0:0:9::9', '2001:db8:0:0'],
    ['2001:db8:0:1::1', '2001:db8:0:1'],
    ['::1', '0:0:0:0'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4'],
    ['::ffff:c000:201', '192.0.2.1'],
    ['0:0:0:0:0:FFFF:192.0.2.1', '192.0.2.1'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['1::%a:b:c:d:e:f:g:h', '1:0:0:0'],
    [`1::%${'a:'.repeat(5_000)}a`, '1:0:0:0'],
    [`::ffff:192.0.2.1%${'a'.repeat(10_000)}`, '192.0.2.1'],
  ])('returns for %s the network %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('clientNetworkOf', () => {
  it.each(['', 'unknown', 'x'.repeat(10_000), '999.1.1.1'])(
    'uses the address of the socket when the forwarded one is %p',
    (ip) => {
      const request = { ip, socket: { remoteAddress: '192.0.2.7' } } as Request;
      expect(clientNetworkOf(request)).toBe('192.0.2.7');
    },
  );
});

describe('clientAddressOf', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8::1', '2001:db8::1'],
    [`2001:db8::1%${'z'.repeat(10_000)}`, '2001:db8::1'],
    ['x'.repeat(10_000), '192.0.2.7'],
    [undefined, '192.0.2.7'],
  ])('is for the forwarded text %s the address %s', (ip, address) => {
    const request = { ip, socket: { remoteAddress: '192.0.2.7' } } as Request;
    expect(clientAddressOf(request)).toBe(address);
  });
});
