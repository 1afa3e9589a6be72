import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import { configurationSchema } from './configuration-schema.ts';
import { MEMBER_NAMES } from './members/members.ts';
import { VARIABLE_NAMES } from './variables/variables.ts';

describe('the JSON Schema of the configuration file', () => {
  const validate = new AjvJsonSchemaValidator().getValidator(configurationSchema());
  const accepts = (file: object): boolean => validate(file).valid;

  it('describes every variable that the file may hold', () => {
    const { properties } = configurationSchema() as { properties: Record<string, { description?: string }> };
    expect(Object.keys(properties)).toEqual(['$schema', ...VARIABLE_NAMES, ...MEMBER_NAMES]);
    for (const name of VARIABLE_NAMES) expect(properties[name]?.description).not.toBe('');
  });

  it.each([
    ['nothing', {}],
    ['its own JSON Schema', { $schema: './crowsnest.schema.json' }],
    ['a number, and one as text', { PORT: 3000, CROWSNEST_MAX_CALLS: '500' }],
    ['a list, and a comma list', { ADMIN_TOKENS: ['one', 'two'], AGENT_KEYS: 'acme=one,globex=two' }],
    ['an admin', { admins: [{ name: 'ann', tokenSha256: 'a'.repeat(64), role: 'viewer' }] }],
    ['an agent', { agents: [{ name: 'desk', tenant: 'acme', keySha256: 'a'.repeat(64) }] }],
    ['an observer', { observers: [{ name: 'orders', tenant: 'acme', keySha256: 'a'.repeat(64) }] }],
    ['the rules of a tenant', { tenants: { acme: { deny: ['admin_*'], payloadMaxAgeMs: 86_400_000 } } }],
    [
      'servers of another client',
      { mcpServers: { files: { command: 'npx', args: ['x'], autoApprove: [] } } },
    ],
    ['a word', { CROWSNEST_PAYLOADS: 'redacted' }],
  ])('accepts a file that holds %s', (_, file) => {
    expect(accepts(file)).toBe(true);
  });

  it.each([
    ['an unknown variable', { PROT: 3000 }],
    ['an admin without a role', { admins: [{ name: 'ann', tokenSha256: 'a'.repeat(64) }] }],
    ['a time of zero for payloads', { tenants: { acme: { payloadMaxAgeMs: 0 } } }],
    ['a number beyond its bounds', { PORT: 65_536 }],
    ['a text that is no number', { PORT: 'x' }],
    ['a word that is none of the allowed ones', { CROWSNEST_PAYLOADS: 'all' }],
    ['a list where one text belongs', { HOST: ['127.0.0.1'] }],
  ])('rejects a file that holds %s', (_, file) => {
    expect(accepts(file)).toBe(false);
  });
});
