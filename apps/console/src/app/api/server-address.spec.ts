import { TestBed } from '@angular/core/testing';

import { ServerAddress } from './server-address.ts';

describe('ServerAddress', () => {
  const base = document.createElement('base');

  afterEach(() => {
    base.remove();
    delete base.dataset['endpoint'];
  });

  function addressAt(href: string, endpoint?: string): ServerAddress {
    base.href = href;
    if (endpoint !== undefined) base.dataset['endpoint'] = endpoint;
    document.head.append(base);
    return TestBed.inject(ServerAddress);
  }

  it.each([
    ['/dashboard/', '/events'],
    ['/ops/dashboard/', '/ops/events'],
    ['/dashboard/dashboard/', '/dashboard/events'],
    ['/', '/events'],
  ])('resolves the routes for a console at %s', (href, path) => {
    expect(addressAt(href).pathOf('/events')).toBe(path);
  });

  it('reads the MCP endpoint from the page, which may have another path', () => {
    expect(addressAt('/ops/dashboard/', '/agents/mcp').endpoint).toBe('http://localhost/agents/mcp');
  });

  it('uses the default MCP endpoint if the page names none', () => {
    expect(addressAt('/ops/dashboard/').endpoint).toBe('http://localhost/mcp');
  });
});
