import { clientSetups } from './client-configuration.ts';

const ENDPOINT = 'https://tools.example/mcp';

describe('the configuration of a client', () => {
  it.each(clientSetups(ENDPOINT, false).map((setup) => [setup.client, setup.text] as const))(
    'of %s names the endpoint and no key',
    (_, text) => {
      expect(text).toContain(ENDPOINT);
      expect(text).not.toMatch(/bearer/i);
    },
  );

  it.each(clientSetups(ENDPOINT, true).map((setup) => [setup.client, setup.text] as const))(
    'of %s has a place for the key where one is needed',
    (_, text) => expect(text).toMatch(/bearer/i),
  );
});
