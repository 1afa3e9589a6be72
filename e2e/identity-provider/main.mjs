// An OpenID provider for the suites of sign-in. `PUT /accounts/NAME` with the list of the account's groups adds or
// changes an account, and `null` disables it. Whoever signs in types the name of an account.
import { createServer } from 'node:http';
import { json, text } from 'node:stream/consumers';
import { interactionPolicy, Provider } from 'oidc-provider';

const PORT = Number(process.env.PORT);
const CLIENT = JSON.parse(process.env.CLIENT);
const CONFORMS = process.env.GROUPS_IN_ID_TOKEN !== 'true';

/** The groups of each account that is not disabled, by its name. */
const accounts = new Map();

const { base, Check } = interactionPolicy;
const policy = base();
// Whoever is disabled after a sign-in has to sign in again, and cannot.
policy
  .get('login')
  .checks.add(
    new Check('disabled', 'The account is disabled.', ({ oidc }) =>
      oidc.session.accountId && !oidc.account ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT,
    ),
  );
policy.remove('consent');

const provider = new Provider(`http://localhost:${PORT}`, {
  clients: [CLIENT],
  claims: { openid: ['sub'], profile: ['preferred_username', 'groups'], email: ['email'] },
  conformIdTokenClaims: CONFORMS,
  features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
  interactions: { policy, url: (_, { uid }) => `/interaction/${uid}` },
  cookies: { keys: ['a-key-of-the-suites'] },
  issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
  findAccount: (_, name) => {
    if (!accounts.has(name)) return undefined;
    const claims = { sub: name, preferred_username: `${name}@example.com`, groups: accounts.get(name) };
    return { accountId: name, claims: () => claims };
  },
  // Nobody is asked for consent.
  loadExistingGrant: async ({ oidc }) => {
    const grant = new oidc.provider.Grant({
      clientId: oidc.client.clientId,
      accountId: oidc.session.accountId,
    });
    grant.addOIDCScope('openid profile email offline_access');
    await grant.save();
    return grant;
  },
});

createServer((request, response) => void serve(request, response)).listen(PORT, 'localhost');

async function serve(request, response) {
  const { pathname } = new URL(request.url, 'http://localhost');
  const [, room, name] = pathname.split('/');
  if (room === 'accounts') return changeAccount(name, request, response);
  if (room === 'interaction') return interact(request, response);
  return provider.callback()(request, response);
}

async function changeAccount(name, request, response) {
  const groups = await json(request);
  if (groups === null) accounts.delete(name);
  else accounts.set(name, groups);
  response.writeHead(204).end();
}

async function interact(request, response) {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(
      '<!doctype html><html lang="en"><title>Provider</title><form method="post"><label>Account ' +
        '<input name="account"></label> <button>Continue</button></form></html>',
    );
    return;
  }
  const accountId = new URLSearchParams(await text(request)).get('account');
  const result = accounts.has(accountId) ? { login: { accountId } } : { error: 'access_denied' };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}
